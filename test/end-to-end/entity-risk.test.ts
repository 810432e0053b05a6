import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const THRESHOLD = 0.999;
const DAY = 86_400;
const COLUMNS = ['anomaly_score', 'is_anomaly', 'anomaly_status', 'anomaly_threshold'];
const NAMED = ['odd', 'odd_is_anomaly', 'odd_status', 'odd_threshold'];

interface Scored {
  readonly host: string;
  readonly time: number;
  readonly score: number;
}

/** Twenty quiet rows of each host, and the scores that are given. */
const ROWS: readonly Scored[] = ['quiet', 'once', 'often', 'high', 'busy'].flatMap((host, at) => {
  const usual = Array.from({ length: host === 'busy' ? 3000 : 20 }, (_, row) => {
    return { host, time: DAY + 10 * row + at, score: (row % 97) / 100 };
  });
  const scores: Readonly<Record<string, readonly number[]>> = {
    once: [0.9992],
    often: [0.9991, 0.9995, 0.9999, 0.9993],
    high: [0.999_999, 0.999_99],
    busy: [0.9992, 0.9994, 0.9999],
  };
  const odd = (scores[host] ?? []).map((score, row) => {
    return { host, time: 2 * DAY + 100 * row, score };
  });
  return [...usual, ...odd];
});

function table(rows: readonly Scored[], columns = COLUMNS, threshold = String(THRESHOLD)): Table {
  const cells = rows.map(({ host, time, score }) => {
    const isAnomaly = String(score >= THRESHOLD);
    return [String(time), host, String(score), isAnomaly, 'ok', threshold];
  });
  return { fields: ['_time', 'host', ...columns], rows: cells };
}

/** Computes the risk as ten times the decimal logarithm of two likelihood ratios. */
function riskOf(rows: readonly Scored[]): number {
  const expected = rows.length * (1 - THRESHOLD);
  const excesses = rows
    .filter(({ score }) => score >= THRESHOLD)
    .map(({ score }) => Math.log((1 - THRESHOLD) / Math.max(1e-5, 1 - score)));
  const alerts = excesses.length;
  const sum = excesses.reduce((total, excess) => total + excess, 0);
  const poisson = (rate: number): number => alerts * Math.log(rate) - rate;
  const exponential = (mean: number): number => -alerts * Math.log(mean) - sum / mean;
  const ofRate = alerts > expected ? poisson(alerts) - poisson(expected) : 0;
  const ofSize = sum > alerts ? exponential(sum / alerts) - exponential(1) : 0;
  return Math.min(100, 10 * Math.log10(Math.E) * (ofRate + ofSize));
}

describe.each([
  ['lstm_risk(host)', COLUMNS],
  ['lstm_risk_as(host,odd)', NAMED],
])('%s', (macro, columns) => {
  it('has a row for each host, the highest risk first', async () => {
    const found = await head.records(`\`${macro}\``, table(ROWS, columns));
    const risks = found.map(({ risk }) => Number(risk));

    expect(found.map(({ host }) => host)).toEqual(['often', 'high', 'once', 'busy', 'quiet']);
    expect(risks).toEqual(risks.toSorted((a, b) => b - a));
    for (const {
      host,
      risk,
      rows,
      alerts,
      expected_alerts,
      first_alert,
      last_alert,
      note,
    } of found) {
      const own = ROWS.filter((row) => row.host === host);
      const times = own.filter(({ score }) => score >= THRESHOLD).map(({ time }) => time);
      expect(Math.abs(Number(risk) - riskOf(own))).toBeLessThan(0.0501);
      expect(Number(rows)).toBe(own.length);
      expect(Number(alerts)).toBe(times.length);
      expect(Number(expected_alerts)).toBeCloseTo(own.length * (1 - THRESHOLD), 9);
      expect(first_alert).toBe(times.length === 0 ? undefined : String(Math.min(...times)));
      expect(last_alert).toBe(times.length === 0 ? undefined : String(Math.max(...times)));
      expect(note).toBeUndefined();
    }
  });
});

it.each([
  ['lstm_risk(host,1d)', COLUMNS],
  ['lstm_risk_as(host,1d,odd)', NAMED],
])('%s has a row for each host and day', async (macro, columns) => {
  const found = await head.records(`\`${macro}\``, table(ROWS, columns));
  const days = Map.groupBy(ROWS, ({ host, time }) => `${host} ${Math.floor(time / DAY) * DAY}`);

  expect(found).toHaveLength(days.size);
  for (const { _time, host, risk, rows } of found) {
    const own = days.get(`${host} ${_time}`) ?? [];
    expect(Number(rows)).toBe(own.length);
    expect(Math.abs(Number(risk) - riskOf(own))).toBeLessThan(0.0501);
  }
});

describe('the note says why there is no risk', () => {
  it.each([
    [
      'lstm_risk(hots)',
      table(ROWS.slice(0, 5)),
      '5 of the rows have no value in hots: check its name.',
    ],
    [
      'lstm_risk(host)',
      table(ROWS.slice(0, 5), NAMED),
      'No row has the field anomaly_status: rows scored with as need lstm_risk_as.',
    ],
    [
      'lstm_risk_as(host,even)',
      table(ROWS.slice(0, 5), NAMED),
      'No row has the field even_status: name what stands after as in lstmscore.',
    ],
    [
      'lstm_risk(host)',
      table(ROWS.slice(0, 5), COLUMNS, ''),
      'No anomaly_threshold says what was expected, as with top: score with threshold=.',
    ],
  ])('%s', async (macro, input, note) => {
    const [row, ...more] = await head.records(`\`${macro}\``, input);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ note });
    expect(row).not.toHaveProperty('risk');
  });
});

it.each([
  ['`lstm_risk(host,day)`', 'lstm_risk needs the field that tells entities apart, a span'],
  ['`lstm_risk_as(a|b,odd)`', 'lstm_risk_as needs the field that tells entities apart'],
])('%s is refused', async (search, message) => {
  const { sentence } = await head.refusal(search, table([]));
  expect(sentence).toContain(message);
});
