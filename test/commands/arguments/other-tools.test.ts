import { describe, expect, it } from '@jest/globals';
import type { OptionTable } from '../../../src/commands/arguments/option.ts';
import { readOptions } from '../../../src/commands/arguments/option.ts';
import {
  OTHER_FIT_OPTIONS,
  OTHER_SCORE_OPTIONS,
  type OtherOptions,
} from '../../../src/commands/arguments/other-tools.ts';
import { fitOptions } from '../../../src/commands/fit/fit-options.ts';
import { scoreOptions } from '../../../src/commands/score/score-options.ts';

const COMMANDS: [string, OptionTable, OtherOptions][] = [
  ['lstmfit', fitOptions, OTHER_FIT_OPTIONS],
  ['lstmscore', scoreOptions, OTHER_SCORE_OPTIONS],
];

describe.each(COMMANDS)('%s', (_, options, others) => {
  it('answers no option of its own', () => {
    expect(Object.keys(others).filter((name) => Object.hasOwn(options, name))).toEqual([]);
  });

  const typed = Object.keys(others).flatMap((name) =>
    ['2', '0.5', '32,16', 't', 'two words'].map((value) => [name, value] as const),
  );

  it.each(typed)('%s=%s: what it says to write is an option of the command', (name, value) => {
    const advice = others[name]?.(value) ?? '';
    const written = [...advice.matchAll(/(?:write|say) (\w+)=/gi)].map(([, option]) => option);
    expect(advice).toMatch(/^ [A-Z]?\w+ .*\.$/);
    const isOfFit = advice.includes('in lstmfit');
    const known = isOfFit ? fitOptions : options;
    expect(written.filter((option) => !Object.hasOwn(known, String(option)))).toEqual([]);
  });
});

describe('readOptions', () => {
  it.each([
    [{ name: 'random_state', value: '42' }, 'Write seed=42.'],
    [{ name: 'LR', value: '0.01' }, 'Write learning_rate=0.01.'],
    [
      { name: 'layers', value: '2' },
      'Layers are stacked by the widths that units names: write units="32,32".',
    ],
    [{ name: 'hidden', value: '64' }, 'Write units=64.'],
    [{ name: 'hidden_layer_sizes', value: '(64,32)' }, 'Write units="64,32".'],
    [
      { name: 'class_weights', value: 'benign:1,attack:5' },
      'Write class_weight="benign:1,attack:5".',
    ],
    [{ name: 'early_stopping', value: 'false' }, 'Write patience=0.'],
  ])('of %j: %s', (option, advice) => {
    expect(() => readOptions(fitOptions, [option], { otherOptions: OTHER_FIT_OPTIONS })).toThrow(
      `Unexpected parameter: ${option.name}. ${advice}`,
    );
  });
});
