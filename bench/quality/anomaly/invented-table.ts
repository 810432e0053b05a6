/**
 * `npm run quality -- sign-ins sensors` measures which odd pairs of common values, and which faults of sensors that
 * hang together, are found.
 *
 * @module
 */
import type { Table } from '../../../tools/local-splunk/table.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { column, jointRarity, type RowScorer, rarity } from './count-scores.ts';
import { detectionOf, falseAlarms, type Verdicts } from './detection.ts';
import { hotelling } from './hotelling.ts';
import { makeSensors, SENSOR_FAULTS, SENSOR_FIELDS } from './sensors.ts';
import { makeSignIns, SIGN_IN_FIELDS, SIGN_IN_ODD } from './sign-ins.ts';

const SEEDS = [0, 1, 2];
const ROWS = 6000;
const NORMAL = 'normal';

/** The seeds of training and scored rows differ by this much. */
const NEXT_SEED = 1000;

/** Scored rows begin so many seconds after the first training row. */
const LATER = 7 * 86_400;

interface Invented {
  readonly name: string;
  readonly fields: readonly string[];
  readonly kinds: readonly string[];
  readonly training: (seed: number) => Table;
  readonly scored: (seed: number) => Table;
  readonly peers: readonly {
    readonly name: string;
    readonly fitted: (training: Table) => RowScorer;
  }[];
}

const SIGN_INS: Invented = {
  name: 'sign_ins',
  fields: SIGN_IN_FIELDS,
  kinds: [SIGN_IN_ODD],
  training: (seed) => makeSignIns({ rows: ROWS, odd: 0, seed }),
  scored: (seed) => makeSignIns({ rows: ROWS, odd: 60, seed, later: LATER }),
  peers: [
    { name: 'rarity', fitted: (training) => rarity(training, SIGN_IN_FIELDS) },
    { name: 'joint rarity', fitted: (training) => jointRarity(training, SIGN_IN_FIELDS) },
    {
      name: 'joint rarity of user and machine',
      fitted: (training) => jointRarity(training, ['user', 'machine']),
    },
  ],
};

const SENSORS: Invented = {
  name: 'sensors',
  fields: SENSOR_FIELDS,
  kinds: SENSOR_FAULTS,
  training: (seed) => makeSensors({ rows: ROWS, hasFaults: false, seed }),
  scored: (seed) => makeSensors({ rows: ROWS, hasFaults: true, seed, later: LATER }),
  peers: [{ name: 'T²', fitted: (training) => hotelling(training, SENSOR_FIELDS) }],
};

export async function measureSignIns(fits: AnomalyFits): Promise<void> {
  await measure(fits, SIGN_INS);
}

export async function measureSensors(fits: AnomalyFits): Promise<void> {
  await measure(fits, SENSORS);
}

async function measure(fits: AnomalyFits, invented: Invented): Promise<void> {
  const seeds: { readonly kinds: readonly string[]; readonly verdicts: readonly Verdicts[] }[] = [];
  for (const seed of SEEDS) {
    const training = invented.training(seed);
    const scored = invented.scored(seed + NEXT_SEED);
    const name = `${invented.name}_${seed}`;
    await fits.fit(training, `from ${invented.fields.join(' ')} into ${name} seed=${seed}`);
    const peers = invented.peers.map(({ name: peer, fitted }): Verdicts => {
      return { name: peer, scores: fitted(training)(scored), isAnomaly: [] };
    });
    const verdicts = [{ name: 'lstmfit', ...(await fits.score(scored, name)) }, ...peers];
    seeds.push({ kinds: column(scored, 'kind'), verdicts });
  }
  printRow(['anomaly', 'method', 'ROC AUC', 'recall', 'false alarms']);
  printRow(Array.from({ length: 5 }, () => '---'));
  const methods = (seeds[0]?.verdicts ?? []).map(({ name }) => name);
  for (const kind of invented.kinds) {
    for (const [method, name] of methods.entries()) {
      const found = seeds.map(({ kinds, verdicts }) =>
        detectionOf(verdicts[method] as Verdicts, kinds, kind, NORMAL),
      );
      const isOurs = method === 0;
      const alarms = seeds.map(({ kinds, verdicts }) =>
        falseAlarms(verdicts[method] as Verdicts, kinds, NORMAL),
      );
      printRow([
        kind,
        name,
        spread(
          found.map(({ rocAuc }) => rocAuc),
          3,
        ),
        isOurs
          ? spread(
              found.map(({ recall }) => recall),
              2,
            )
          : '–',
        isOurs ? spread(alarms, 4) : '–',
      ]);
    }
  }
}
