/**
 * Invents traffic: conversations as packets, some of them an attack that floods a web server.
 *
 * Both kinds use the same clients, server, ports, and broad log-normal sizes and times, so that no single
 * field tells them apart; several together do.
 *
 * @module
 */
import type { Random } from '../../../src/random.ts';

/** A packet; `forward` says that it comes from the side that opened the flow. */
export interface Packet {
  /** The microseconds since the flow began. */
  readonly at: number;
  readonly forward: boolean;
  /** The bytes of the payload, without headers. */
  readonly bytes: number;
  readonly flags: string;
}

export interface Conversation {
  readonly source: string;
  readonly destination: string;
  readonly destinationPort: number;
  /** The protocol: 6 is TCP, 17 is UDP. */
  readonly protocol: 6 | 17;
  /** The address of the public end, as the firewall saw it; empty for flows that stay inside. */
  readonly external: string;
  /** The bytes of a packet's header, and the first windows announced; -1 where there are none. */
  readonly headerBytes: number;
  readonly windows: readonly [forward: number, backward: number];
  readonly packets: readonly Packet[];
}

const SERVER = '10.20.0.80';
const RESOLVER = '10.20.0.53';
/** The largest payload of a TCP segment. */
const SEGMENT = 1460;

/** The median and the spread (standard deviation of the logarithm) of a log-normal quantity. */
type Spread = readonly [median: number, spread: number];

interface Exchange {
  readonly rounds: number;
  readonly request: Spread;
  readonly response: Spread;
  /** The microseconds before an answer, and before the next request. */
  readonly answer: Spread;
  readonly pause: Spread;
  /** The share of requests that stay without an answer. */
  readonly unanswered: number;
}

const BROWSE: Exchange = {
  rounds: 1,
  request: [210, 1],
  response: [2600, 1.3],
  answer: [24_000, 1.2],
  pause: [260_000, 1.8],
  unanswered: 0.08,
};

const LOOKUP: Exchange = {
  rounds: 1,
  request: [38, 0.25],
  response: [120, 0.5],
  answer: [9000, 1.6],
  pause: [150, 0.5],
  unanswered: 0.02,
};

const FLOOD: Exchange = {
  rounds: 1,
  request: [42, 0.7],
  response: [6900, 0.7],
  answer: [90_000, 1.5],
  pause: [620_000, 1.5],
  unanswered: 0.25,
};

/** The server no longer answers these requests, or answers with an error page. */
const STARVED: Exchange = { ...FLOOD, response: [380, 0.8], unanswered: 0.9 };

export function makeBenign(random: Random): Conversation {
  const kind = random.uniform();
  if (kind < 0.2) return lookUpName(random);
  const toServer = kind < 0.6;
  const rounds = 1 + Math.floor(-2 * Math.log(1 - random.uniform()));
  const isLone = random.uniform() < 0.03;
  const external = toServer ? visitor(random) : `203.0.113.${20 + random.integer(60)}`;
  return {
    source: toServer ? external : insider(random),
    destination: toServer ? SERVER : external,
    destinationPort: toServer || random.uniform() < 0.3 ? 80 : 443,
    protocol: 6,
    external,
    headerBytes: random.uniform() < 0.55 ? 20 : 32,
    windows: [pick(random, [8192, 29_200, 64_240, 256]), pick(random, [235, 229, 28_960, 946])],
    packets: isLone ? lonePacket(random) : converse(random, { ...BROWSE, rounds }, 0.7),
  };
}

export function makeAttack(random: Random): Conversation {
  const exchange = random.uniform() < 0.3 ? STARVED : FLOOD;
  const rounds = 1 + random.integer(4);
  const isLone = random.uniform() < 0.02;
  const external = attacker(random);
  return {
    source: external,
    destination: SERVER,
    destinationPort: random.uniform() < 0.94 ? 80 : 443,
    protocol: 6,
    external,
    headerBytes: random.uniform() < 0.9 ? 20 : 32,
    windows: [pick(random, [256, 8192, 256, 29_200]), pick(random, [229, 229, 235, 28_960])],
    packets: isLone ? lonePacket(random) : converse(random, { ...exchange, rounds }, 0.6),
  };
}

function lookUpName(random: Random): Conversation {
  const packets = converse(random, { ...LOOKUP, rounds: 1 + random.integer(2) }, 0);
  return {
    source: insider(random),
    destination: RESOLVER,
    destinationPort: 53,
    protocol: 17,
    external: '',
    headerBytes: 8,
    windows: [-1, -1],
    packets: packets.map((packet) => ({ ...packet, flags: '' })),
  };
}

/** Adds a packet, `delay` microseconds after the one before. */
type Send = (packet: Omit<Packet, 'at'>, delay: number) => void;

/**
 * Makes requests and their responses; `handshake` is the chance that the log has the beginning of the
 * flow.
 */
function converse(random: Random, exchange: Exchange, handshake: number): Packet[] {
  const packets: Packet[] = [];
  let at = 0;
  const send: Send = (packet, delay) => {
    at += packets.length === 0 ? 0 : Math.round(delay);
    packets.push({ ...packet, at });
  };
  if (random.uniform() < handshake) send({ forward: true, bytes: 0, flags: 'S' }, 0);
  for (let round = 0; round < exchange.rounds; round++) {
    const pause = round === 0 ? 80 : logNormal(random, exchange.pause);
    const bytes = Math.min(SEGMENT, draw(random, exchange.request));
    send({ forward: true, bytes, flags: 'PA' }, pause);
    if (random.uniform() >= exchange.unanswered) respond(random, exchange, send);
  }
  const forward = random.uniform() < 0.6;
  const isClosed = random.uniform() < 0.5;
  if (isClosed) send({ forward, bytes: 0, flags: 'FA' }, 40 + random.integer(9000));
  return packets;
}

/** Sends a response in segments, some of which are acknowledged at once. */
function respond(random: Random, exchange: Exchange, send: Send): void {
  let delay = logNormal(random, exchange.answer);
  for (let left = draw(random, exchange.response); left > 0; left -= SEGMENT) {
    const flags = left > SEGMENT ? 'A' : 'PA';
    send({ forward: false, bytes: Math.min(SEGMENT, left), flags }, delay);
    const acknowledged = random.uniform() < 0.4;
    if (acknowledged) send({ forward: true, bytes: 0, flags: 'A' }, 20 + random.integer(400));
    delay = 5 + random.integer(900);
  }
}

/** Makes one packet that nothing follows: a flow without duration. */
function lonePacket(random: Random): Packet[] {
  const bytes = random.uniform() < 0.5 ? 0 : 6 + random.integer(40);
  return [{ at: 0, forward: true, bytes, flags: 'A' }];
}

function insider(random: Random): string {
  return `10.20.1.${10 + random.integer(30)}`;
}

/** Returns an outsider that uses the web server; the first four also take part in the attack. */
function visitor(random: Random): string {
  return `198.51.100.${11 + random.integer(9)}`;
}

function attacker(random: Random): string {
  return `198.51.100.${11 + random.integer(4)}`;
}

function logNormal(random: Random, [median, spread]: Spread): number {
  return median * Math.exp(spread * random.normal());
}

/** Draws a positive whole number of bytes. */
function draw(random: Random, spread: Spread): number {
  return Math.max(1, Math.round(logNormal(random, spread)));
}

function pick(random: Random, choices: readonly number[]): number {
  return choices[random.integer(choices.length)] ?? 0;
}
