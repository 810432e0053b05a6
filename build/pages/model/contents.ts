/** Shows what a model reads, what it left out, its versions, and who may use it. */
import { chain, orSay, search } from '../studio/sources.ts';
import { type Panel, table } from '../studio/visualizations.ts';

const fields = search('fields', '| lstmmodels $model|s$ show=fields');

export const usedPanel: Panel = table({
  name: 'used',
  title: 'Fields that it reads',
  source: chain(
    fields,
    'used',
    '| where role!="left out" | table field role kind encoding inputs values',
  ),
  count: 10,
  widths: { field: 170, role: 90, kind: 100, encoding: 150, inputs: 95, values: 95 },
});

export const leftOutPanel: Panel = table({
  name: 'left_out',
  title: 'Fields left out, and why',
  widths: { field: 200, reason: 360 },
  count: 5,
  source: chain(
    fields,
    'left_out',
    orSay('| where role="left out" | table field reason', 'No field was left out.', 'reason'),
  ),
});

export const doubtfulPanel: Panel = table({
  name: 'doubtful',
  title: 'Leaks: fields that may give the answer away',
  source: chain(
    fields,
    'doubtful',
    orSay(
      '| where role="feature" AND reason!="" | table field reason',
      'No field is known to give the answer away.',
      'reason',
    ),
  ),
  widths: { field: 200, reason: 360 },
  count: 3,
});

const FIGURES = ['f1', 'rmse', 'surprise', 'mae', 'loss'] as const;

/** Takes the first figure that the version has, of the sets that the prefixes name. */
function firstFigure(...sets: readonly string[]): string {
  const names = sets.flatMap((set) => FIGURES.map((figure) => `${set}_${figure}`));
  return `round(coalesce(${names.join(', ')}), 3)`;
}

const figureName = FIGURES.map((name) => `isnotnull(baseline_${name}), "${name}"`).join(', ');

export const versionsPanel: Panel = table({
  name: 'versions',
  title: 'Versions',
  description: 'The file keeps the newest three. To go back: | lstmmanage rollback <model>.',
  source: search(
    'versions',
    `| lstmmodels $model|s$ show=versions
    | eval created=replace(created, "^(\\d+-\\d+-\\d+)T(\\d+:\\d+).*$$", "\\1 \\2"),
      "best epoch"=best_epoch." of ".epochs,
      figure=case(${figureName}),
      validation=${firstFigure('val', 'train')},
      test=${firstFigure('test')},
      simpler=${firstFigure('baseline')}
    | rename in_use as "in use", baseline as "simpler model", simpler as "its figure"
    | table version "in use" created rows "best epoch" figure test validation "simpler model" "its figure" note`,
  ),
  count: 3,
  widths: {
    version: 100,
    'in use': 90,
    created: 160,
    rows: 90,
    'best epoch': 150,
    figure: 100,
    test: 90,
    validation: 120,
    'simpler model': 190,
    'its figure': 110,
    note: 200,
  },
});
