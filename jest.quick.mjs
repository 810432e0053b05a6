import whole from './jest.config.mjs';

// The tests of npm run quick: they need no built package, and none of them is slow or statistical.
export default {
  ...whole,
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/(app|end-to-end|fuzz|native)/',
    '\\.slow\\.test\\.ts$',
  ],
};
