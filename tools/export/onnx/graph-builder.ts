/**
 * Collects the operations of a graph and the constants that they read.
 *
 * @module
 */

import type { Tensor } from '../tensor.ts';
import { floatTensor, integerTensor, type OnnxNode } from './onnx-proto.ts';

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Buffer[] = [];

  /** @returns the name of the first output */
  add(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode['attributes'] = {},
  ): string {
    this.nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  }

  constant(name: string, { shape, values }: Tensor): string {
    this.initializers.push(floatTensor(name, shape, values));
    return name;
  }

  integers(name: string, values: readonly number[]): string {
    this.initializers.push(integerTensor(name, values));
    return name;
  }
}
