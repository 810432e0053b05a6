/**
 * `npm run quality -- sessions` measures the anomalies that are found in the begins, ends, hours and pauses of
 * invented sessions, by kind.
 *
 * @module
 */
import { NORMAL } from '../../../tools/local-splunk/hosts/host-events.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { column } from './count-scores.ts';
import { type Detection, detectionOf, falseAlarms, type Verdicts } from './detection.ts';
import { MIDNIGHT, makeSessions, SESSION_KINDS } from './session-events.ts';

const SEEDS = [0, 1, 2];
const USERS = 50;
const TRAINING_DAYS = 18;
const SCORED_DAYS = 7;
const ANOMALIES = 40;
const NEXT_SEED = 1000;

/** Each fit differs from the first in one option. */
const OPTIONS = ['gap=1h', 'gap=1h end=false', 'gap=1h time_features=none'];

interface SeedResult extends Verdicts {
  readonly kinds: readonly string[];
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

export async function measureSessions(fits: AnomalyFits): Promise<void> {
  printRow(['options', 'anomaly', 'rows', 'precision', 'recall', 'F1', 'ROC AUC']);
  printRow(Array.from({ length: 7 }, () => '---'));
  const notes: string[] = [];
  for (const options of OPTIONS) {
    const seeds: SeedResult[] = [];
    for (const seed of SEEDS) seeds.push(await measureSeed(fits, options, seed));
    for (const kind of SESSION_KINDS) printKind(options, kind, seeds);
    const alarms = seeds.map((one) => 1000 * falseAlarms(one, one.kinds, NORMAL));
    const seconds = seeds.map(({ fitSeconds }) => fitSeconds);
    const scoring = seeds.map(({ scoreSeconds }) => scoreSeconds);
    notes.push(
      `${options}: ${spread(alarms, 1)} false alarms in 1,000, fit ${spread(seconds, 0)} s, scoring ${spread(scoring, 1)} s`,
    );
  }
  console.log(`\n${notes.join('. ')}.\n`);
}

async function measureSeed(fits: AnomalyFits, options: string, seed: number): Promise<SeedResult> {
  const work = { users: USERS, seed };
  const training = makeSessions({ ...work, days: TRAINING_DAYS, start: MIDNIGHT });
  const scored = makeSessions({
    ...work,
    seed: seed + NEXT_SEED,
    days: SCORED_DAYS,
    anomalies: ANOMALIES,
    // Weekdays follow one another.
    start: MIDNIGHT + 86_400 * TRAINING_DAYS,
  });
  const name = `sessions_${seed}`;
  const fitSeconds = await fits.fit(
    training,
    `from event into ${name} by user ${options} seed=${seed}`,
  );
  const found = await fits.score(scored, name);
  return { name: options, ...found, fitSeconds, kinds: column(scored, 'kind') };
}

function printKind(options: string, kind: string, seeds: readonly SeedResult[]): void {
  const found = seeds.map((one) => detectionOf(one, one.kinds, kind, NORMAL));
  const text = (key: keyof Detection, digits: number): string =>
    spread(
      found.map((row) => row[key]),
      digits,
    );
  const figures = (['precision', 'recall', 'f1'] as const).map((key) => text(key, 2));
  printRow([options, kind, text('rows', 0), ...figures, text('rocAuc', 3)]);
}
