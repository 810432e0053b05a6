/**
 * Forecasts for `future=k` the k rows that would follow each entity's last one.
 *
 * @module
 */

import type { PlacedRows } from '../../encode/rows/place-rows.ts';
import { reachOf } from '../../encode/rows/sequence-spec.ts';
import type { Steps } from '../../encode/rows/steps.ts';
import { windowOrigins } from '../../encode/rows/window-scale.ts';
import { depths, windowsOver } from '../../encode/rows/windows.ts';
import { thousands, UserError } from '../../errors.ts';
import { refuseNonFinite } from '../../evaluate/finite.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { counted, listed, type Notice } from '../../notice.ts';
import { USUAL_WIDTHS, type Widths } from './adaptive-bounds.ts';
import { spreadLookup } from './entity-spreads.ts';
import type { ForecastJudge } from './forecast-judge.ts';
import { medianStep, spacingNotices, stepsOf } from './spacing.ts';

/** A `Forecaster` is a model with the engine that computes its forecasts. */
export interface Forecaster {
  readonly header: ModelHeader<'forecast'>;
  readonly engine: Predictor;
  /** The forecasts of known rows have been compared with their values. */
  readonly judge?: Pick<ForecastJudge, 'after'> | undefined;
}

/** The number of rows that the user asked for. */
export interface FutureOption {
  /** The rows that each entity gets. */
  readonly count: number;
  /** The most rows that all entities together may get. */
  readonly most: number;
}

export interface FutureRow {
  /** This is the last row of the entity in the results. */
  readonly after: number;
  /** The distance from that row, from 1 on. */
  readonly step: number;
  /** The time is in epoch seconds. */
  readonly time: number;
  /** The values are in the unit of the target. */
  readonly value: number;
  /** The interval is counted in this unit of the window. */
  readonly unit: number;
  readonly widths: Widths;
}

/** `Last` describes the last row of an entity. */
interface Last {
  readonly position: number;
  /** The seconds until the next row. */
  readonly pause: number;
}

/**
 * Returns the future rows of each entity, in the order of `placed`, those of an entity ascending in time.
 *
 * @param rows - the results, and the steps of those that are placed
 * @throws UserError when they are more than `most`
 */
export async function futureRows(
  { header, engine, judge }: Forecaster,
  { steps, placed }: { readonly steps: Steps; readonly placed: PlacedRows },
  { count, most }: FutureOption,
  context: Context,
): Promise<{ readonly rows: FutureRow[]; readonly notices: readonly Notice[] }> {
  const { target, sequence, forecast } = header;
  const entities = entitySpans(placed);
  const depth = depths(placed);
  const pauses = stepsOf(placed);
  const lasts = entities.flatMap(([begin, end]): Last[] => {
    const pause = medianStep(pauses.subarray(begin, end)) ?? forecast.step;
    const isLong = depth[end - 1] + target.horizon >= sequence.minRows;
    return isLong && pause !== null ? [{ position: end - 1, pause }] : [];
  });
  refuseTooMany(lasts.length, { count, most });
  const windows = windowsOver(steps, placed, { ...reachOf(sequence), lead: 0 });
  const samples = Int32Array.from(lasts, ({ position }) => position);
  const changes = await predictInParts(engine, windows, samples, context);
  const origins = windowOrigins(windows, samples);
  const values = Array.from({ length: count }, (_, index) =>
    Float32Array.from(forecastAt(target, changes, origins, index + 1)),
  );
  for (const ofStep of values) refuseNonFinite(ofStep, ofStep.length);
  const spreadOf = spreadLookup(forecast.entities);
  const rows = lasts.flatMap(({ position, pause }, entity) => {
    const after = placed.rows[position];
    const now = placed.times?.[after] ?? Number.NaN;
    const unit = origins.units[entity] * spreadOf(placed.keys?.[after]);
    const widths = judge?.after(placed.keys?.[after] ?? '') ?? USUAL_WIDTHS;
    return values.map((ofStep, index): FutureRow => {
      const step = index + 1;
      return { after, step, time: now + step * pause, value: ofStep[entity], unit, widths };
    });
  });
  const notices = [
    futureNotice(rows.length, entities.length - lasts.length, header),
    ...aheadNotices(header),
    ...spacingNotices(placed, target.field, sequence),
  ];
  return { rows, notices };
}

/** Returns the positions of each entity, from the first to one past the last. */
function entitySpans({ rows, entities }: PlacedRows): [begin: number, end: number][] {
  const spans: [number, number][] = [];
  let begin = 0;
  for (let at = 1; at <= rows.length; at++) {
    const isSame = at < rows.length && entityAt(at) === entityAt(begin);
    if (isSame) continue;
    spans.push([begin, at]);
    begin = at;
  }
  return spans;

  function entityAt(at: number): number | undefined {
    return entities?.[rows[at]];
  }
}

function refuseTooMany(entities: number, { count, most }: FutureOption): void {
  if (entities * count <= most) return;
  throw new UserError(
    `future=${count} would append ${thousands(entities * count)} rows, ${count} for each entity, and max_rows leaves room for ${thousands(most)}: use a smaller future, fewer entities or a larger max_rows.`,
  );
}

/** Says that rows that are appended here hold nothing that is known beforehand. */
function aheadNotices({ encoder }: ModelHeader): Notice[] {
  const { ahead } = encoder.kind === 'features' ? encoder : {};
  if (ahead === undefined) return [];
  const text = `Future rows are forecast without ${listed(ahead.fields)}, which nobody told of them: append rows with these fields and an empty target to the search instead, and each gets its forecast.`;
  return [{ level: 'WARN', text }];
}

/** @param without - series that are too short */
function futureNotice(
  rows: number,
  without: number,
  { sequence: { minRows, reach } }: ModelHeader,
): Notice {
  const needed = counted(minRows - (reach?.lead ?? 0), 'row');
  const short =
    without === 0
      ? ''
      : ` None for ${thousands(without)} with fewer than ${needed}, or no two in a row.`;
  return { level: 'INFO', text: `${counted(rows, 'future row')} appended to the results.${short}` };
}
