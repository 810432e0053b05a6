export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transform.mjs' },
  collectCoverageFrom: ['src/**/*.ts', '!src/kernel/assembly/**'],
  coverageProvider: 'v8',
};
