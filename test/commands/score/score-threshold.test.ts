import { describe, expect, it } from '@jest/globals';
import { parseScoreThreshold } from '../../../src/commands/score/score-threshold.ts';

describe('parseScoreThreshold', () => {
  it.each(['0.5', 'fpr:0.01', 'alerts:5/day'])('reads %s', (text) => {
    expect(parseScoreThreshold(text)).toBeDefined();
  });

  it.each(['f1', 'auto', 'fpr:2', 'high'])('refuses %s', (text) => {
    expect(parseScoreThreshold(text)).toBeUndefined();
  });
});
