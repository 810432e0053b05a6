/**
 * `mode=anomaly`: the features are what is predicted, one row ahead.
 *
 * @module
 */

import { pickRows } from '../../encode/rows/row-lists.ts';
import { fitEncoders } from '../../fit/encoders/fit-encoders.ts';
import type { FittedTarget, OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { FitPlan } from '../../model/fit-plan.ts';
import { pauseEncoder } from '../../model/header.ts';
import { pausesAt, pausesOf } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import { HeadsFit } from './heads-fit.ts';
import { encodeOutcomes } from './outcomes.ts';

/** @throws UserError for fields that cannot be predicted */
export function fitAnomaly(
  results: SearchResults,
  settings: FitSettings,
  { sequence }: FitPlan,
  { placed, read }: OrderedRows,
): FittedTarget {
  const rows = read.map((at) => placed.rows[at]);
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
