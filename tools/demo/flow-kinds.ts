/**
 * Invents network flows one by one, as a router tells of them: each function makes what two machines sent
 * each other in one connection.
 *
 * Attacks use the ports and the sizes that usual work has too, so that some single flows of both look
 * alike. What tells them apart are several fields together, and the flows before.
 *
 * @module
 */
import type { Random } from '../../src/random.ts';
import { logNormal, pick, pickWeighted, type Spread, wholeNumber } from './draw.ts';

/** A flow without its time and label. */
export interface Flow {
  readonly src: string;
  readonly dest: string;
  readonly dest_port: number;
  readonly transport: 'tcp' | 'udp';
  /** The TCP flags that both sides sent, such as `SAPF`; empty for UDP. */
  readonly tcp_flags: string;
  /** The seconds from the first to the last packet. */
  readonly duration: number;
  readonly packets_out: number;
  readonly packets_in: number;
  readonly bytes_out: number;
  readonly bytes_in: number;
}

export const WEB_SERVER = 'server-80';
const RESOLVER = 'server-53';
const FILE_SERVER = 'server-45';
const MONITOR = 'server-9';
const SERVERS = [WEB_SERVER, FILE_SERVER, 'server-22', 'server-25', 'server-33'];
/** The ports of services; a scan knows them as well. */
const SERVICES = [22, 25, 80, 139, 389, 443, 445, 3306, 3389, 5432, 8080, 8443];

/** Most connections are closed; the log cuts some, and some are reset. */
const CLOSED = ['SAPF', 'SAPF', 'SAPF', 'SAP', 'SAPR'];
const CUT = ['SAPF', 'SAPF', 'SAP', 'SAP', 'SAPR'];
const REFUSED = ['SR', 'SR', 'S', 'SAR'];

/** What the two sides of a flow send. */
interface Shape {
  readonly duration: Spread;
  readonly sent: Spread;
  readonly answered: Spread;
  /** The bytes that a packet of the answer has on average. */
  readonly packet: number;
  readonly flags: readonly string[];
}

/** Pages are asked for with little and come at once. */
const PAGE: Shape = {
  duration: [0.9, 0.7],
  sent: [460, 0.3],
  answered: [9000, 1.5],
  packet: 900,
  flags: CLOSED,
};
/** Forms and uploads send more and take longer. */
const FORM: Shape = {
  duration: [9, 0.7],
  sent: [2400, 0.4],
  answered: [5200, 1.2],
  packet: 900,
  flags: CLOSED,
};
const DNS: Shape = {
  duration: [0.02, 1],
  sent: [62, 0.2],
  answered: [140, 0.5],
  packet: 140,
  flags: [''],
};
const FILES: Shape = {
  duration: [14, 1.5],
  sent: [5200, 1.5],
  answered: [30_000, 2],
  packet: 1100,
  flags: CLOSED,
};
const MAIL: Shape = {
  duration: [2.4, 1],
  sent: [9000, 1.6],
  answered: [1500, 0.6],
  packet: 200,
  flags: CLOSED,
};
const SHELL: Shape = {
  duration: [95, 1.6],
  sent: [7000, 1.1],
  answered: [11_000, 1.2],
  packet: 180,
  flags: CLOSED,
};
const MEETING: Shape = {
  duration: [900, 0.9],
  sent: [8e6, 1],
  answered: [1.6e7, 1],
  packet: 820,
  flags: [''],
};
/** A machine that answers nothing, or a service that refuses. */
const FAILED: Shape = {
  duration: [2.4, 1.2],
  sent: [82, 0.35],
  answered: [1, 0],
  packet: 60,
  flags: ['S'],
};
/** A flood holds connections open with small requests, or sends large ones as fast as it can. */
const SLOW_FLOOD: Shape = {
  duration: [10, 0.5],
  sent: [470, 0.3],
  answered: [6200, 1],
  packet: 800,
  flags: CUT,
};
const FAST_FLOOD: Shape = {
  duration: [0.8, 0.6],
  sent: [2300, 0.4],
  answered: [1800, 1],
  packet: 800,
  flags: CUT,
};
const LOGIN: Shape = {
  duration: [2.6, 0.7],
  sent: [2100, 0.35],
  answered: [2700, 0.35],
  packet: 170,
  flags: CLOSED,
};
const PROBE: Shape = {
  duration: [0.25, 1.6],
  sent: [66, 0.4],
  answered: [54, 0.3],
  packet: 60,
  flags: REFUSED,
};

/**
 * Makes a flow of usual work.
 *
 * @param isQuic - whether browsers speak QUIC, over UDP
 */
export function makeBenign(random: Random, isQuic: boolean): Flow {
  const make = pickWeighted(random, [
    [isQuic ? browseOverUdp : browse, 36],
    [lookUpName, 22],
    [openFiles, 12],
    [visitWebServer, 15],
    [sendMail, 4],
    [administer, 4],
    [check, 1],
    [fail, 1],
  ]);
  return make(random);
}

/** Makes a flow to the web server, as visitors make them; so does a crowd of them. */
export function visitWebServer(random: Random): Flow {
  return tcp(
    random,
    { src: `outside-${10 + random.integer(90)}`, dest: WEB_SERVER, dest_port: 443 },
    webShape(random),
  );
}

/** Makes a flow of a flood, which asks the web server for costly pages. */
export function makeFlood(random: Random, src: string): Flow {
  const shape = random.uniform() < 0.6 ? SLOW_FLOOD : FAST_FLOOD;
  return tcp(
    random,
    { src, dest: WEB_SERVER, dest_port: random.uniform() < 0.9 ? 443 : 80 },
    shape,
  );
}

/** Makes a flow of a scan of ports; one in eight finds an open one. */
export function makeProbe(random: Random, src: string): Flow {
  const dest_port = random.uniform() < 0.6 ? pick(random, SERVICES) : 1 + random.integer(10_000);
  const dest = `server-${random.integer(100)}`;
  if (random.uniform() < 0.12) return tcp(random, { src, dest, dest_port }, LOGIN);
  return tcp(random, { src, dest, dest_port }, random.uniform() < 0.35 ? FAILED : PROBE);
}

/** Makes a flow of one that tries passwords. */
export function makeGuess(random: Random, src: string): Flow {
  return tcp(
    random,
    { src, dest: 'server-22', dest_port: random.uniform() < 0.85 ? 22 : 3389 },
    LOGIN,
  );
}

/** Makes a flow of a video meeting. */
export function meet(random: Random): Flow {
  const dest = `site-${200 + random.integer(4)}`;
  return {
    ...tcp(random, { src: insider(random), dest, dest_port: 3478 }, MEETING),
    transport: 'udp',
  };
}

function browse(random: Random): Flow {
  const dest = `site-${random.integer(120)}`;
  return tcp(
    random,
    { src: insider(random), dest, dest_port: random.uniform() < 0.9 ? 443 : 80 },
    webShape(random),
  );
}

function browseOverUdp(random: Random): Flow {
  return { ...browse(random), transport: 'udp', tcp_flags: '' };
}

function webShape(random: Random): Shape {
  return random.uniform() < 0.65 ? PAGE : FORM;
}

function lookUpName(random: Random): Flow {
  return {
    ...tcp(random, { src: insider(random), dest: RESOLVER, dest_port: 53 }, DNS),
    transport: 'udp',
  };
}

function openFiles(random: Random): Flow {
  return tcp(random, { src: insider(random), dest: FILE_SERVER, dest_port: 445 }, FILES);
}

function sendMail(random: Random): Flow {
  return tcp(random, { src: insider(random), dest: 'server-25', dest_port: 25 }, MAIL);
}

/** Makes a session of an administrator, who may mistype the password. */
function administer(random: Random): Flow {
  const src = `desk-${10 + random.integer(4)}`;
  const shape = random.uniform() < 0.15 ? LOGIN : SHELL;
  return tcp(
    random,
    { src, dest: pick(random, SERVERS), dest_port: random.uniform() < 0.8 ? 22 : 3389 },
    shape,
  );
}

/** Makes a check of the monitor, which only looks whether a port is open. */
function check(random: Random): Flow {
  return tcp(
    random,
    { src: MONITOR, dest: pick(random, SERVERS), dest_port: pick(random, SERVICES) },
    PROBE,
  );
}

/** Makes an attempt to reach what is no longer there. */
function fail(random: Random): Flow {
  const dest = `server-${random.integer(100)}`;
  return tcp(random, { src: insider(random), dest, dest_port: pick(random, SERVICES) }, FAILED);
}

function insider(random: Random): string {
  return `desk-${10 + random.integer(36)}`;
}

interface Ends {
  readonly src: string;
  readonly dest: string;
  readonly dest_port: number;
}

function tcp(random: Random, { src, dest, dest_port }: Ends, shape: Shape): Flow {
  const sent = wholeNumber(random, shape.sent);
  const isAnswered = shape !== FAILED;
  const answered = isAnswered ? wholeNumber(random, shape.answered) : 0;
  const packets_in = isAnswered ? 1 + Math.ceil(answered / shape.packet) : 0;
  const packets_out = 1 + Math.ceil(sent / 420 + packets_in / 2);
  return {
    ...{ src, dest, dest_port, transport: 'tcp', tcp_flags: pick(random, shape.flags) },
    duration: Number(logNormal(random, shape.duration).toFixed(3)),
    ...{ packets_out, packets_in, bytes_out: sent + 40 * packets_out },
    bytes_in: answered + 40 * packets_in,
  };
}
