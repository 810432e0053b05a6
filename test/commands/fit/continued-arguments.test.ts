import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { continuedArguments } from '../../../src/commands/fit/continued-arguments.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import type { FitArguments } from '../../../src/commands/fit/fit-options.ts';
import { settingsOf, untrained } from '../../support/models/models.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 200 }, (_, at) => ({
    _time: 1000 + 60 * at + (at % 7),
    host: `h${at % 2}`,
    load: 100 + ((at * 13) % 37),
    code: ['ok', 'slow', 'lost'][at % 3] ?? '',
    label: at % 4 === 0 ? 'bad' : 'good',
    name: `host${at % 90}.net`,
  })),
);

/** Completes the arguments of a fit that continues a model which other arguments made. */
function continued(made: string, typed: string): FitArguments {
  const { header, weights } = untrained(results, made);
  const { options } = settingsOf(results, made).record;
  const training = { ...header.training, options };
  const initial = { header: { ...header, training }, weights, name: 'app:m', version: 3 };
  return continuedArguments(readFitArguments(readWords(typed.split(' '), [])), initial);
}

const MADE = 'label from load code into m by host window=4 units=6,3 gap=1h dropout=0.2 nulls=drop';

describe('continuedArguments', () => {
  it('takes what makes the network from the model', () => {
    const { by, options, typed } = continued(MADE, 'label from load code into m epochs=2');

    expect(by).toEqual(['host']);
    expect(options).toMatchObject({
      target: { mode: 'classify' },
      sequence: { window: 4, gap: 3600, min_rows: 1, horizon: 0 },
      network: { units: [6, 3], dropout: 0.2 },
      features: { nulls: 'drop' },
      training: { epochs: 2, learning_rate: 'auto' },
    });
    // The record of the next model has what was typed for the first one.
    expect(typed).toEqual({
      window: '4',
      units: '6,3',
      gap: '1h',
      dropout: '0.2',
      nulls: 'drop',
      epochs: '2',
    });
  });

  it.each([
    [
      'a forecast',
      'load from load into m horizon=3 window=5',
      'load from load into m',
      { horizon: 3 },
    ],
    ['odd rows', 'from load code into m by host end=true', 'from load code into m', { end: true }],
    [
      'texts',
      'from name into m window=characters length=9 case=keep',
      'from name into m',
      { window: 'characters' },
    ],
    [
      'any label',
      'label from load into m label=any window=3',
      'label from load into m',
      { label: 'any' },
    ],
  ])('takes it of %s', (_, made, typed, sequence) => {
    expect(continued(made, typed).options.sequence).toMatchObject(sequence);
  });

  it('takes how a text is read', () => {
    const { options } = continued(
      'from name into m window=characters length=9 case=keep',
      'from name into m',
    );

    expect(options.features).toMatchObject({ length: 9, case: 'keep' });
  });

  it('leaves free what is no part of the network', () => {
    const { options } = continued(
      MADE,
      'label from load code into m gap=5m dropout=0 nulls=fill min_rows=2 window=auto',
    );

    expect(options).toMatchObject({
      sequence: { window: 4, gap: 300, min_rows: 2 },
      network: { dropout: 0 },
      features: { nulls: 'fill' },
    });
  });

  it.each([
    'window=4',
    'units="6,3"',
    'units=06,03',
    'mode=CLASSIFY',
    'positive=bad',
    'horizon=0',
    'categorical=auto',
    'numeric=auto',
  ])('takes %s, which is as in the model', (option) => {
    expect(() => continued(MADE, `label from load code into m ${option}`)).not.toThrow();
  });

  it.each([
    ['window=5', 'window=4'],
    ['window=fields', 'window=4'],
    ['units=6', 'units=6,3'],
    ['horizon=2', 'horizon=0'],
    ['positive=good', 'positive=bad'],
    ['numeric=robust', 'numeric=auto'],
    ['categorical=embedding', 'categorical=auto'],
    ['numbers=load', 'no numbers'],
    ['embedding=8', 'no embedding'],
    ['length=8', 'no length'],
    ['time_zone=Europe/Berlin', 'time_zone=UTC'],
  ])('refuses %s where the model has %s', (option, own) => {
    expect(() => continued(MADE, `label from load code into m ${option}`)).toThrow(
      `A network that goes on keeps what makes it: app:m has ${own}, not ${option}. Leave that out, or leave init out.`,
    );
  });

  it('names all that differs, and entities', () => {
    expect(() => continued(MADE, 'label from load into m by code units=2 label=any')).toThrow(
      'app:m has units=6,3, label=last, by host, not units=2, label=any, by code.',
    );
  });
});
