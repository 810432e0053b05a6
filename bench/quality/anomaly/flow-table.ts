/**
 * `npm run quality -- anomaly` measures what Monday's benign flows teach about the attacks of other days.
 *
 * @module
 */
import { type Table, textOf } from '../../../tools/local-splunk/table.ts';
import { readDay } from '../data-sets.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { bigrams, column, jointRarity, rarity } from './count-scores.ts';
import { detectionOf, falseAlarms, type Verdicts } from './detection.ts';

const SEEDS = [0, 1, 2];
const DAYS = ['tuesday', 'wednesday', 'friday'] as const;
const NORMAL = 'BENIGN';
const ENTITY = 'source';
const FIELDS = ['service', 'protocol', 'flags', 'bytes_out', 'bytes_in'];

/** Ports from this one on are chosen at random. */
const FIRST_CHANCE_PORT = 10_000;

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK'];

/** Describes each flow by fields of few values. */
function described(flows: Table): Table {
  const reads = new Map(flows.fields.map((field, at) => [field, at]));
  const rows = flows.rows.map((row) => {
    const cell = (field: string): string => textOf(row[reads.get(field) ?? -1] ?? '');
    const port = Number(cell('Dst Port'));
    const flags = FLAGS.filter((flag) => Number(cell(`${flag} Flag Count`)) > 0);
    const size = (field: string): string =>
      String(Math.floor(Math.log2(1 + Math.max(0, Number(cell(field))))));
    return [
      cell('Timestamp'),
      cell('Src IP'),
      port < FIRST_CHANCE_PORT ? `port ${port}` : 'high port',
      `protocol ${cell('Protocol')}`,
      flags.join('+') || 'none',
      size('Total Length of Fwd Packet'),
      size('Total Length of Bwd Packet'),
      cell('Label'),
    ];
  });
  return {
    fields: ['Timestamp', ENTITY, ...FIELDS, 'label'],
    rows: rows.sort(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b))),
  };
}

export async function measureFlows(fits: AnomalyFits): Promise<void> {
  const monday = described(readDay('monday'));
  for (const seed of SEEDS) {
    // The files are samples of flows, so pauses between rows would tell how they were sampled.
    const options = `time=Timestamp time_features=none seed=${seed}`;
    await fits.fit(monday, `from ${FIELDS.join(' ')} into flows_${seed} by ${ENTITY} ${options}`);
  }
  const counts = [
    { name: 'bigram frequency', score: bigrams(monday, FIELDS, ENTITY) },
    { name: 'rarity', score: rarity(monday, FIELDS) },
    { name: 'joint rarity', score: jointRarity(monday, FIELDS) },
  ];
  const methods = ['LSTM', ...counts.map(({ name }) => name)];
  printRow([
    'day',
    'attack',
    'rows',
    'benign',
    ...methods.map((name) => `${name} ROC AUC`),
    'LSTM recall',
    'LSTM false alarms',
  ]);
  printRow(Array.from({ length: 10 }, () => '---'));
  for (const day of DAYS) {
    const flows = described(readDay(day));
    const kinds = column(flows, 'label');
    const lstm: Verdicts[] = [];
    for (const seed of SEEDS)
      lstm.push({ name: 'LSTM', ...(await fits.score(flows, `flows_${seed}`)) });
    const others = counts.map(({ name, score }): Verdicts => {
      return { name, scores: score(flows), isAnomaly: [] };
    });
    printDay(day, kinds, lstm, others);
  }
}

function printDay(
  day: string,
  kinds: readonly string[],
  lstm: readonly Verdicts[],
  others: readonly Verdicts[],
): void {
  const benign = kinds.filter((kind) => kind === NORMAL).length;
  const attacks = [...new Set(kinds)].filter((kind) => kind !== NORMAL).sort();
  for (const attack of attacks) {
    const rows = kinds.filter((kind) => kind === attack).length;
    const found = lstm.map((verdicts) => detectionOf(verdicts, kinds, attack, NORMAL));
    const areas = others.map((verdicts) => detectionOf(verdicts, kinds, attack, NORMAL).rocAuc);
    printRow([
      day,
      attack,
      spread([rows], 0),
      spread([benign], 0),
      spread(
        found.map(({ rocAuc }) => rocAuc),
        3,
      ),
      ...areas.map((area) => spread([area], 3)),
      spread(
        found.map(({ recall }) => recall),
        3,
      ),
      spread(
        lstm.map((verdicts) => falseAlarms(verdicts, kinds, NORMAL)),
        4,
      ),
    ]);
  }
}
