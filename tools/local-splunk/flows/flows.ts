/**
 * Makes the demo's data: 1,000 network flows around the start of an attack, in the fields of the
 * CICIDS2017 flows that the original notebook read. Everything is invented here; the same seed gives the
 * same bytes.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../table.ts';
import { flowFeatures } from './flow-features.ts';
import { type Conversation, makeAttack, makeBenign } from './flow-traffic.ts';

/** The first microsecond since the epoch: 2017-07-07T16:11:00Z. */
const START = Date.UTC(2017, 6, 7, 16, 11) * 1000;
const SPAN = 5_000_000;

interface Flow {
  /** The time in microseconds since the epoch. */
  readonly time: number;
  readonly label: string;
  readonly sourcePort: number;
  readonly conversation: Conversation;
}

/** @returns `perClass` benign and as many ddos flows within five seconds, newest first */
export function makeFlows(seed = 0, perClass = 500): Table {
  const random = createRandom(seed);
  const flows = Array.from({ length: 2 * perClass }, (_, at) =>
    at % 2 === 0
      ? makeFlow(random, 'benign', makeBenign(random))
      : makeFlow(random, 'ddos', makeAttack(random)),
  );
  flows.sort((left, right) => right.time - left.time);
  const ids = new Set<string>();
  const records = flows.map((flow) => toRecord(flow, ids));
  const fields = Object.keys(records[0] ?? {});
  return { fields, rows: records.map((record) => Object.values(record)) };
}

function makeFlow(random: Random, label: string, conversation: Conversation): Flow {
  const time = START + random.integer(SPAN);
  return { time, label, sourcePort: 32_768 + random.integer(28_000), conversation };
}

function toRecord(flow: Flow, ids: Set<string>): Record<string, string> {
  const { time, label, sourcePort, conversation } = flow;
  const { source, destination, destinationPort, protocol, external } = conversation;
  const features = Array.from(flowFeatures(conversation), ([name, value]) => [name, format(value)]);
  const iso = new Date(Math.floor(time / 1000)).toISOString();
  return {
    _time: `${Math.floor(time / 1e6)}.${micros(time)}`,
    flow_id: uniqueId([source, destination, sourcePort, destinationPort, protocol].join('-'), ids),
    timestamp: `${iso.slice(0, 19).replace('T', ' ')}.${micros(time)}`,
    source_ip: source,
    source_port: String(sourcePort),
    destination_ip: destination,
    destination_port: String(destinationPort),
    protocol: String(protocol),
    external_ip: external,
    ...Object.fromEntries(features),
    label,
  };
}

/** Makes an id unique: the same pair of ports may occur twice, and then the later flow gets a number. */
function uniqueId(id: string, taken: Set<string>): string {
  let unique = id;
  for (let copy = 2; taken.has(unique); copy++) unique = `${id}-${copy}`;
  taken.add(unique);
  return unique;
}

function micros(time: number): string {
  return String(time % 1e6).padStart(6, '0');
}

function format(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(10)));
}
