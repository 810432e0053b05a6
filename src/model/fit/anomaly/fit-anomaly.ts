/**
 * `mode=anomaly`: the features are what is predicted, one row ahead.
 *
 * @module
 */

import { encodeOutcomes } from '../../../encode/outcomes.ts';
import { pausesOf } from '../../../encode/pause.ts';
import { pickRows } from '../../../encode/row-lists.ts';
import type { SearchResults } from '../../../results/results.ts';
import { pauseEncoder } from '../../fitted-model.ts';
import { pausesAt } from '../../sequence-rows.ts';
import { fitEncoders } from '../data/fit-encoders.ts';
import type { FittedTarget, OrderedRows } from '../data/fit-target.ts';
import type { FitPlan } from '../fit-plan.ts';
import type { FitSettings } from '../fit-settings.ts';
import { HeadsFit } from './heads-fit.ts';

/** @throws UserError for fields that cannot be predicted */
export function fitAnomaly(
  results: SearchResults,
  settings: FitSettings,
  { sequence }: FitPlan,
  { placed, read }: OrderedRows,
): FittedTarget {
  const rows = read.map((at) => placed.rows[at] as number);
  const { times } = placed;
  const heads = new HeadsFit(rows);
  const pauses = pausesAt(placed, read);
  const { encoder, notices, leftOut } = fitEncoders(
    results,
    settings,
    {
      rows,
      known: undefined,
      onField: (column) => heads.add(column),
      pauses,
      times: times && pickRows(times, rows),
    },
    sequence.window,
  );
  const target = heads.target(pauseEncoder({ encoder }) && pauses);
  const before = times === undefined ? [] : pausesOf(placed, times);
  const targets = encodeOutcomes(target, results, placed.rows, before);
  return { target, encoder, targets, notices, leftOut, leaks: () => [] };
}
