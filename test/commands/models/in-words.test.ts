import { describe, expect, it } from '@jest/globals';
import { ageText, sizeText } from '../../../src/commands/models/in-words.ts';

describe('ageText', () => {
  it.each([
    [0, '0 seconds'],
    [0.9, '0 seconds'],
    [1, '1 second'],
    [119, '119 seconds'],
    [120, '2 minutes'],
    [7199, '119 minutes'],
    [7200, '2 hours'],
    [2 * 86_400 - 1, '47 hours'],
    [2 * 86_400, '2 days'],
    [60 * 86_400, '2 months'],
    [729 * 86_400, '24 months'],
    [730 * 86_400, '2 years'],
    [-5, '0 seconds'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(ageText(seconds)).toBe(text);
  });
});

describe('sizeText', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9940, '9.9 kB'],
    [9960, '10 kB'],
    [84_400, '84 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_200_000, '1.2 MB'],
    [120_000_000, '120 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
