import { availableParallelism } from 'node:os';

// Tests see a copy of the environment, and TensorFlow's library the real one: it would print a warning
// at each operation on odd sizes.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// npm run unit turns off V8's compilation cache (--no-compilation-cache), because Jest compiles its own modules anew
// for each file of tests: none of them is found in the cache, and each look-up compares its source with every copy before.
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transform.mjs' },
  // A process a test, on machines that are busy with other things.
  testTimeout: 120_000,
  // Tests wait for the processes that they launch, and some for seconds, so that one worker more than there are
  // processors keeps two of these busy.
  maxWorkers: availableParallelism() + 1,
  // A process of Jest keeps the modules of every test, so that it is replaced when it has grown.
  workerIdleMemoryLimit: '1GB',
  collectCoverageFrom: ['src/**/*.ts', '!src/kernel/assembly/**'],
  coverageProvider: 'v8',
};
