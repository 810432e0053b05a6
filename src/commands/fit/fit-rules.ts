/**
 * Refuses arguments of `lstmfit` that contradict one another, whatever the rows are.
 *
 * @module
 */

import type { Rule } from '../arguments/rules.ts';
import { taskFitRules } from '../tasks/fit-rules.ts';
import type { FitArguments } from './fit-options.ts';

type FitRule = Rule<Pick<FitArguments, 'target' | 'by' | 'options' | 'typed'>>;

/** These rules are for `split=none`: it holds no rows out to size, to choose by, or to compare on. */
const withoutSplit: readonly FitRule[] = [
  ({ typed }) => {
    const idle = ['validation', 'test'].find((option) => typed[option] !== undefined);
    return idle === undefined
      ? undefined
      : `With split=none all rows train: leave ${idle} out, or split out.`;
  },
  ({
    options: {
      threshold: { threshold },
      run: { refit },
      result: { replace },
    },
  }) => {
    const isChosen = threshold.kind !== 'auto' && threshold.kind !== 'value';
    const [first] = [
      ...(isChosen ? [`threshold=${threshold.kind}`] : []),
      ...(refit ? ['refit=true'] : []),
      ...(replace === 'better' ? ['replace=better'] : []),
    ];
    return first === undefined
      ? undefined
      : `${first} needs held-out rows, and split=none has none: leave one out.`;
  },
];

const general: readonly FitRule[] = [
  ({ by, target }) =>
    by.includes(target)
      ? `${target} is the target and cannot tell entities apart: name another field after by.`
      : undefined,
  ({
    by,
    options: {
      split: { split },
    },
  }) =>
    split === 'entity' && by.length === 0
      ? 'split=entity deals whole entities: name the field that tells them with by <field>, or choose another split.'
      : undefined,
  ({
    options: {
      split: { validation, test },
    },
  }) =>
    test !== 'auto' && validation + test >= 1
      ? `validation=${validation} and test=${test} leave no rows to train on: together they must be below 1.`
      : undefined,
  ...withoutSplit.map(
    (rule): FitRule =>
      (fit) =>
        fit.options.split.split === 'none' ? rule(fit) : undefined,
  ),
];

const threads: FitRule = ({
  options: {
    run: { engine },
  },
  typed,
}) =>
  engine !== 'builtin' && typed['threads'] !== undefined
    ? 'threads is for engine=builtin: leave one of the two out.'
    : undefined;

/** These rules are for fits beside the model. */
const search: readonly FitRule[] = [
  ({
    options: {
      search: { tune },
    },
  }) =>
    tune === 1
      ? 'tune=1 has nothing to choose from: try 2 to 50 settings, or 0 for none.'
      : undefined,
  ({
    options: {
      search: { tune },
      split: { split },
    },
  }) =>
    tune > 0 && (split === 'none' || split === 'random')
      ? `tune compares settings on later rows: leave split=${split} out, or tune.`
      : undefined,
  ({
    options: {
      search: { tune, folds },
    },
  }) =>
    tune > 0 && folds > 0
      ? 'folds would judge settings by rows that tune has chosen them on: tune first, then fit with folds and the settings that it chose.'
      : undefined,
  ({
    options: {
      search: { tune },
      result: { output },
    },
  }) =>
    output === 'tune' && tune === 0
      ? 'output=tune lists the settings of tune: add tune=8, or choose another output.'
      : undefined,
  ({
    options: {
      search: { folds },
    },
  }) =>
    folds === 1 ? 'folds=1 has no spread: use 2 to 10 blocks of time, or 0 for none.' : undefined,
  ({
    options: {
      search: { folds },
      split: { split },
    },
  }) =>
    folds > 0 && split !== 'time'
      ? `folds judges blocks of time, each by the rows before it: leave split=${split} out, or folds.`
      : undefined,
];

const { anomaly, ...others } = taskFitRules;

/** The first rule that is broken makes the error: that a fit has no target comes before all else. */
export const fitRules: readonly FitRule[] = [
  ...anomaly,
  ...general,
  ...Object.values(others).flat(),
  ...search,
  threads,
];
