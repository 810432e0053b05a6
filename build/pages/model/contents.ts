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
  description: 'Fields that would give the answer away are left out as well, or named in the fit.',
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

/** Stands beside the verdict, because it has a sentence for a model that is gone, where others fail. */
export const accessPanel: Panel = table({
  name: 'access',
  title: 'Where it is, and who may read it',
  source: search(
    'access',
    orSay(
      `| lstmmodels
      | where model=replace($model|s$, "^(app|user):", "")
      | eval read=if(sharing="user", "its owner only", read), write=if(sharing="user", "its owner only", write)
      | table model app sharing owner read write`,
      'No model of this name that you may read: choose one above, or look at the page Models.',
      'model',
    ),
  ),
  widths: { model: 230, app: 95, sharing: 75, owner: 70, read: 50, write: 57 },
  count: 3,
});
