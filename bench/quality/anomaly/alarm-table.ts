/**
 * `npm run quality -- alarms` measures whether one in 1,000 normal rows of forty fields stays that on later rows, and
 * whether rows with one odd field, and rows that are a little odd in each, are found.
 *
 * @module
 */
import { NORMAL } from '../../../tools/local-splunk/hosts/host-events.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { column } from './count-scores.ts';
import { falseAlarms } from './detection.ts';
import { makeManyFields, ODD_KINDS } from './many-fields.ts';

const SEEDS = [0, 1, 2];
const TRAINED = 20_000;
const SCORED = 40_000;
const NEXT_SEED = 1000;

export async function measureAlarms(fits: AnomalyFits): Promise<void> {
  const shares = new Map<string, number[]>();
  const seconds: number[] = [];
  for (const seed of SEEDS) {
    const name = `alarms_${seed}`;
    const training = makeManyFields(TRAINED, seed, false);
    const words = `from n* c* into ${name} by host seed=${seed} time_features=none`;
    seconds.push(await fits.fit(training, words));
    const scored = makeManyFields(SCORED, seed + NEXT_SEED, true);
    const found = await fits.score(scored, name);
    const kinds = column(scored, 'kind');
    for (const kind of [NORMAL, ...ODD_KINDS]) {
      const share = falseAlarms({ name, ...found }, kinds, kind);
      shares.set(kind, [...(shares.get(kind) ?? []), share]);
    }
  }
  printRow(['rows', 'share that reaches 0.999', 'each seed']);
  printRow(['---', '---', '---']);
  for (const [kind, own] of shares) {
    printRow([kind, spread(own, 4), own.map((share) => share.toFixed(4)).join(', ')]);
  }
  console.log(`\nFit ${spread(seconds, 0)} s.\n`);
}
