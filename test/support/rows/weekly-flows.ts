/**
 * Invents flows of one week after another, for fits that continue a model; the same call gives the same rows.
 *
 * @module
 */
import type { Table } from '../../../tools/local-splunk/table.ts';

const WEEK = 604_800;

/** Makes flows of a week from 0 on; from the second week on there is a protocol that was not there before. */
export function week(number: number, fields = ['_time', 'proto', 'bytes', 'label', 'size']): Table {
  const all = Array.from({ length: 300 }, (_, at) => {
    const proto = number > 0 && at % 5 === 4 ? 'quic' : ['tcp', 'udp', 'icmp'][(at * 7) % 3];
    const bytes = 100 + ((at * 37) % 50);
    return {
      _time: String(1_700_000_000 + number * WEEK + 600 * at),
      proto: proto ?? '',
      bytes: String(bytes),
      label: proto === 'udp' || bytes > 140 ? 'bad' : 'ok',
      size: String(bytes * (proto === 'tcp' ? 3 : 1)),
      other: `o${at % 4}`,
    };
  });
  const rows = all.map((row) => fields.map((field) => row[field as keyof typeof row]));
  return { fields, rows };
}
