/**
 * Says which training rows were left out because they are odd.
 *
 * @module
 */

import { SEPARATOR } from '../../encode/rows/entity.ts';
import { short, thousands } from '../../errors.ts';
import { RARE } from '../../evaluate/doubt.ts';
import { type FitData, timeRange } from '../../model/examples.ts';
import { counted, type Notice } from '../../notice.ts';
import { iso } from './anomaly-notices.ts';
import { DEFAULT_THRESHOLD } from './anomaly-threshold.ts';

/** So many stretches are named, those with the most rows. */
const NAMED = 3;

/**
 * Warns where the model calls more of the rows anomalies than chance lets expect among all training rows: of normal rows too
 * some are the oddest, and lie in a stretch.
 *
 * @param leftOut - training examples, ascending
 * @param scores - of these by the model, which has not learnt them
 */
export function oddNotices(
  data: Pick<FitData, 'placed' | 'training'>,
  leftOut: Int32Array,
  scores: Float32Array,
): Notice[] {
  if (leftOut.length === 0) return [];
  const stretches = stretchesOf(data, leftOut).sort((a, b) => b.length - a.length);
  const named = stretches.slice(0, NAMED).map((stretch) => stretchText(data, stretch));
  const others = stretches.length - NAMED;
  const more = others > 0 ? `; and ${thousands(others)} more` : '';
  const where = stretches.length === 1 ? 'a stretch' : `${thousands(stretches.length)} stretches`;
  const share = short((100 * leftOut.length) / data.training.length, 2);
  const found = `Left ${counted(leftOut.length, 'training row')} (${share} %) out of training, as ${where} would surprise a network that knows what is common: ${named.join('; ')}${more}.`;
  const alerts = scores.filter((score) => score >= Math.fround(DEFAULT_THRESHOLD)).length;
  const chance = data.training.length * (1 - DEFAULT_THRESHOLD);
  const reach = `${thousands(alerts)} of these ${alerts === 1 ? 'reaches' : 'reach'} an anomaly_score of ${DEFAULT_THRESHOLD}, where chance gives ${short(chance, 2)} of ${thousands(data.training.length)} normal rows`;
  const isOne = leftOut.length === 1;
  if (alerts > chance + RARE * Math.sqrt(chance)) {
    const text = `${found} ${reach}: if ${isOne ? 'it is' : 'they are'} normal all the same, add contamination=0.`;
    return [{ level: 'WARN', text }];
  }
  const text = `${found} ${isOne ? 'It' : 'They'} may be normal, as ${reach}; contamination=0 lets ${isOne ? 'it' : 'them'} train.`;
  return [{ level: 'INFO', text }];
}

/** Splits examples where training rows or a border of an entity lie between them. */
function stretchesOf(
  { placed: { begins }, training }: Pick<FitData, 'placed' | 'training'>,
  leftOut: Int32Array,
): Int32Array[] {
  const places = new Map(training.entries().map(([at, example]) => [example, at]));
  const stretches: number[][] = [];
  let before: number | undefined;
  for (const example of leftOut) {
    const isNext =
      before !== undefined &&
      begins[before] === begins[example] &&
      (places.get(example) ?? 0) - (places.get(before) ?? 0) === 1;
    if (!isNext) stretches.push([]);
    stretches.at(-1)?.push(example);
    before = example;
  }
  return stretches.map((stretch) => Int32Array.from(stretch));
}

/** One row, or rows of one moment, have no range. */
function timesText(from: number, until: number): string {
  return from === until ? ` at ${iso(from)}` : ` from ${iso(from)} to ${iso(until)}`;
}

function stretchText(data: Pick<FitData, 'placed'>, stretch: Int32Array): string {
  const { rows, keys } = data.placed;
  const key = keys?.[rows[stretch[0]]]?.replaceAll(SEPARATOR, ', ');
  const [from, until] = timeRange(data, stretch);
  const times = from === null || until === null ? '' : timesText(from, until);
  return `${counted(stretch.length, 'row')}${key === undefined ? '' : ` of ${key}`}${times}`;
}
