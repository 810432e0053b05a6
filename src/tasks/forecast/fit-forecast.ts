/**
 * The target of a forecast, and the encoders of what its windows read.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import { pickRows } from '../../encode/rows/row-lists.ts';
import { reachOf } from '../../encode/rows/sequence-spec.ts';
import { windowSpans } from '../../encode/rows/windows.ts';
import { fitEncoders } from '../../fit/encoders/fit-encoders.ts';
import type { FittedTarget, OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { FitPlan } from '../../model/fit-plan.ts';
import { fitNumberTarget } from '../../model/target.ts';
import { pausesAt } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import { changeSize, changesAhead } from './changes.ts';
import { spacingNotices } from './spacing.ts';

/**
 * Nothing here gives the target away, as no row says anything of itself; and a series that repeats
 * itself is what a forecast is for.
 *
 * @throws UserError when there is nothing to learn
 */
export function fitForecast(
  results: SearchResults,
  settings: FitSettings,
  { texts, sequence }: FitPlan,
  { placed, training, read }: OrderedRows,
): FittedTarget {
  const { target: field, horizon } = settings;
  const rowsAt = (positions: Int32Array): Int32Array => positions.map((at) => placed.rows[at]);
  const { mean, scale: spread } = fitNumberTarget(field, texts, rowsAt(training));
  const windows = windowSpans(placed, reachOf(sequence));
  const values = Float64Array.from(placed.rows, (row) => parseNumber(texts[row] as string) - mean);
  const changes = changesAhead({ steps: { levels: values }, ...windows }, horizon);
  const scale = changeSize(changes, training, horizon) || spread;
  const rows = rowsAt(read);
  const { encoder, notices, leftOut } = fitEncoders(
    results,
    settings,
    {
      rows,
      known: undefined,
      pauses: pausesAt(placed, read),
      times: placed.times && pickRows(placed.times, rows),
    },
    sequence.window,
  );
  return {
    target: { mode: 'forecast', field, mean, scale, horizon },
    encoder,
    targets: changes.map((change) => change / scale),
    notices: [...notices, ...spacingNotices(placed, field, sequence)],
    leftOut,
    leaks: () => [],
  };
}
