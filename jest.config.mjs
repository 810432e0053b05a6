export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transform.mjs' },
  // A process a test, on machines that are busy with other things.
  testTimeout: 120_000,
  collectCoverageFrom: ['src/**/*.ts', '!src/kernel/assembly/**'],
  coverageProvider: 'v8',
};
