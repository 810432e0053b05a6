import { describe, expect, it } from '@jest/globals';
import { makeFlows } from '../../../../tools/local-splunk/flows/flows.ts';
import { compareValues } from '../../../../tools/local-splunk/spl/compare.ts';
import { textOf } from '../../../../tools/local-splunk/table.ts';

const flows = makeFlows();
const column = (field: string): string[] => {
  const at = flows.fields.indexOf(field);
  return flows.rows.map((row) => textOf(row[at] ?? ''));
};
const numbers = (field: string): number[] => column(field).map(Number);
const labels = column('label');

describe('makeFlows', () => {
  it('makes 500 flows of each class, in the fields of the original notebook', () => {
    expect(labels.filter((label) => label === 'benign')).toHaveLength(500);
    expect(labels.filter((label) => label === 'ddos')).toHaveLength(500);
    expect(flows.fields.slice(0, 9).join(' ')).toBe(
      '_time flow_id timestamp source_ip source_port destination_ip destination_port protocol external_ip',
    );
    expect(flows.fields.at(-1)).toBe('label');
    expect(flows.fields).toHaveLength(86);
  });

  it('is the same for the same seed, another for another', () => {
    expect(makeFlows(0)).toEqual(flows);
    expect(makeFlows(1).rows).not.toEqual(flows.rows);
  });

  it('lies within five seconds, newest first, the classes mixed', () => {
    const times = numbers('_time');
    const start = Date.UTC(2017, 6, 7, 16, 11) / 1000;
    expect(Math.min(...times)).toBeGreaterThanOrEqual(start);
    expect(Math.max(...times)).toBeLessThan(start + 5);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const changes = labels.filter((label, at) => at > 0 && label !== labels[at - 1]);
    expect(changes.length).toBeGreaterThan(400);
  });

  it('writes times alike: _time and timestamp', () => {
    const fromText = column('timestamp').map((text) => Date.parse(`${text.slice(0, 23)}Z`));
    const fromEpoch = numbers('_time').map((seconds) => Math.floor(seconds * 1000 + 1e-4));
    expect(fromText).toEqual(fromEpoch);
    expect(column('timestamp')[0]).toMatch(/^2017-07-07 16:11:0\d\.\d{6}$/);
  });

  it('gives each flow an id of its own', () => {
    expect(new Set(column('flow_id')).size).toBe(1000);
  });

  it('derives fields from one another', () => {
    const duration = numbers('flow_duration');
    const packets = numbers('total_fwd_packets').map(
      (forward, at) => forward + (numbers('total_backward_packets')[at] ?? 0),
    );
    for (const [at, rate] of numbers('flow_packets_s').entries()) {
      expect(rate).toBeCloseTo(((packets[at] ?? 0) / (duration[at] ?? 0)) * 1e6, 3);
    }
    expect(column('subflow_fwd_bytes')).toEqual(column('total_length_of_fwd_packets'));
  });

  it('has Infinity and NaN where a flow has no duration, and only there', () => {
    const odd = column('flow_bytes_s').filter((value) => !Number.isFinite(Number(value)));
    expect(new Set(odd)).toEqual(new Set(['Infinity', 'NaN']));
    expect(odd).toHaveLength(column('flow_duration').filter((value) => value === '0').length);
    expect(odd.length).toBeLessThan(50);
  });

  it('has constant columns, and empty values in external_ip alone', () => {
    const constant = flows.fields.filter((field) => new Set(column(field)).size === 1);
    expect(constant.length).toBeGreaterThan(5);
    expect(constant.every((field) => column(field)[0] === '0')).toBe(true);
    expect(flows.fields.filter((field) => column(field).includes(''))).toEqual(['external_ip']);
  });

  it.each(flows.fields.filter((field) => !/^(_time|flow_id|timestamp|label)$/.test(field)))(
    '%s alone does not tell the classes apart',
    (field) => {
      expect(Math.max(bestThreshold(field), bestPerValue(field))).toBeLessThan(0.95);
    },
  );
});

/** Returns the share of flows that one threshold on `field` puts on the right side. */
function bestThreshold(field: string): number {
  const order = column(field)
    .map((value, at) => ({ value, isAttack: labels[at] === 'ddos' }))
    .sort((left, right) => compareValues(left.value, right.value));
  let attacksBelow = 0;
  let best = 0;
  for (const [at, { value, isAttack }] of order.entries()) {
    attacksBelow += Number(isAttack);
    const right = at + 1 - attacksBelow + 500 - attacksBelow;
    if (order[at + 1]?.value !== value) best = Math.max(best, right, 1000 - right);
  }
  return best / 1000;
}

/** Returns the share of flows that are right when each frequent value may have its own class. */
function bestPerValue(field: string): number {
  const counts = new Map<string, [number, number]>();
  for (const [at, value] of column(field).entries()) {
    const pair = counts.get(value) ?? [0, 0];
    pair[labels[at] === 'ddos' ? 1 : 0]++;
    counts.set(value, pair);
  }
  const frequent = [...counts.values()].filter(([a, b]) => a + b >= 5);
  const total = frequent.reduce((sum, [a, b]) => sum + a + b, 0);
  return total < 500 ? 0 : frequent.reduce((sum, pair) => sum + Math.max(...pair), 0) / total;
}
