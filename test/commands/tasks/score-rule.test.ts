import { describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/commands/arguments/rules.ts';
import type { ScoreInput } from '../../../src/commands/tasks/score-rule.ts';
import { wordsOf } from '../../../src/commands/tasks/words.ts';
import { UserError } from '../../../src/errors.ts';
import type { ModelHeader } from '../../../src/model/header.ts';
import type { Target } from '../../../src/model/target.ts';

type Options = ScoreInput['options'];

const none: Options = {
  top: undefined,
  future: 0,
  probabilities: false,
  explain_all: false,
  by: undefined,
};
const all: Options = { ...none, top: 3, future: 5, probabilities: true, explain_all: true };

const number = { field: 'y', mean: 0, scale: 1 };
const numeric = { kind: 'number', field: 'n', edges: [0], least: 0, most: 1 };

/** The rules read nothing of a header but its target. */
const headerOf = (target: object): ModelHeader =>
  ({ mode: (target as Target).mode, target }) as ModelHeader;

const models = {
  classes: headerOf({ mode: 'classify', field: 'y', classes: ['ok', 'bad'] }),
  number: headerOf({ mode: 'regress', ...number }),
  forecast: headerOf({ mode: 'forecast', horizon: 4, ...number }),
  next: headerOf({ mode: 'anomaly', heads: [numeric] }),
  nextOfValues: headerOf({ mode: 'anomaly', heads: [numeric, { kind: 'category' }] }),
};

const TOP = 'top is for models of what comes next, and this one predicts y: leave it out.';
const IDLE_TOP =
  'top counts places among the values of fields, and this model predicts numbers only: use threshold.';
const FUTURE =
  'future is for forecasts, and this model was trained without a horizon: leave it out, or train with horizon=<rows>.';
const FAR_FUTURE =
  'future=5 is beyond the horizon of this model, 4 rows: use at most future=4, or train with horizon=5.';
const PROBABILITIES = 'y is predicted as a number: leave probabilities out.';
const NO_CLASSES = 'This model learnt what comes next and has no classes: leave probabilities out.';
const EXPLAIN_ALL =
  'This model predicts a number, so every row is explained: leave explain_all out.';

const OLD =
  'by=entity needs what a fit learns about entities, which this model has not: an older release trained it, or fewer than 20 rows were held out. Train it again.';
const NO_GAP =
  'by=session needs a model trained with gap, which tells sessions apart: write by=entity, or train again with a gap such as gap=30m.';
const TEXTS =
  'by=entity is for rows that have an order, and this model reads each text alone: leave it out.';

/** Returns the sentences of all rules that are broken, one after the other as a user would meet them. */
const refusals = (name: keyof typeof models, options: Options): (string | undefined)[] =>
  wordsOf(models[name])
    .scoreRules.map((rule) => rule({ header: models[name], options }))
    .filter((sentence) => sentence !== undefined);

describe('the rules of scoring', () => {
  it.each<[keyof typeof models, string[]]>([
    ['classes', [TOP, FUTURE]],
    ['number', [TOP, FUTURE, PROBABILITIES, EXPLAIN_ALL]],
    ['forecast', [TOP, FAR_FUTURE, PROBABILITIES, EXPLAIN_ALL]],
    ['next', [NO_CLASSES, IDLE_TOP, FUTURE]],
    ['nextOfValues', [NO_CLASSES, FUTURE]],
  ])('name what a model of %s cannot obey, in this order', (name, sentences) => {
    expect(refusals(name, all)).toEqual(sentences);
    expect(refusals(name, none)).toEqual([]);
  });

  it('let a forecast tell as far ahead as its horizon', () => {
    expect(refusals('forecast', { ...none, future: 4 })).toEqual([]);
  });

  it.each<[string, object, Options['by'], string | undefined]>([
    ['of an older release', { anomaly: {} }, 'entity', OLD],
    ['of rows', { anomaly: { entities: {} } }, 'entity', undefined],
    ['without gap', { anomaly: { entities: {} } }, 'session', NO_GAP],
    ['of texts', { anomaly: {}, sequence: { window: 'characters', gap: null } }, 'entity', TEXTS],
  ])('tell whether a model %s knows entities', (_, parts, by, sentence) => {
    const sequence = { window: 10, gap: null };
    const header = { ...models.next, sequence, ...parts } as ModelHeader<'anomaly'>;
    const found = wordsOf(header)
      .scoreRules.map((rule) => rule({ header, options: { ...none, by } }))
      .find((text) => text !== undefined);

    expect(found).toBe(sentence);
  });

  it('tell the user the first of them', () => {
    const header = models.number;
    const refused = (): void => refuse(wordsOf(header).scoreRules, { header, options: all });
    expect(refused).toThrow(new UserError(TOP));
  });
});
