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
});

export const leftOutPanel: Panel = table({
  name: 'left_out',
  title: 'Fields left out, and why',
  widths: { field: 220, reason: 357 },
  description: 'A field that gives the answer away is a warning of the fit, and of its verdict.',
  source: chain(
    fields,
    'left_out',
    orSay('| where role="left out" | table field reason', 'No field was left out.', 'reason'),
  ),
});

export const versionsPanel: Panel = table({
  name: 'versions',
  title: 'Versions',
  description: 'The file keeps the newest three. To go back: | lstmmanage rollback <model>.',
  source: search(
    'versions',
    '| lstmmodels $model|s$ show=versions | fields - sha256 mode target age size earliest latest rows_used | eval created=replace(created, "^(\\d+-\\d+-\\d+)T(\\d+:\\d+).*$$", "\\1 \\2")',
  ),
  count: 3,
});
