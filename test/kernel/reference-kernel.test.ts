import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { kernelSuite } from './kernel-suite.ts';

kernelSuite('reference kernel', referenceKernel);
