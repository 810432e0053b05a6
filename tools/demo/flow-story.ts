/**
 * Makes the flows of one invented week in a small company: usual work, and attacks in some hours.
 *
 * @module
 */
import { createRandom, type Random } from '../../src/random.ts';
import type { Table } from '../local-splunk/table.ts';
import { DAY, HOUR, timeOfDay } from './draw.ts';
import {
  type Flow,
  makeBenign,
  makeFlood,
  makeGuess,
  makeProbe,
  meet,
  visitWebServer,
} from './flow-kinds.ts';

/** This is Monday, 2026-03-02, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2) / 1000;

/** The days from this one on, Thursday, are scored. */
const FIRST_SCORED = 3;

const DAYS = 5;
const BENIGN_A_DAY = 2050;

interface LabelledFlow {
  readonly time: number;
  readonly label: string;
  readonly flow: Flow;
}

/** Some flows within some time, of the same kind. */
interface Episode {
  readonly day: number;
  readonly hour: number;
  readonly minutes: number;
  readonly flows: number;
  readonly label: 'benign' | 'ddos' | 'portscan' | 'bruteforce';
  /** Makes a flow of it; an attacker keeps his address. */
  readonly make: (random: Random) => Flow;
}

/** Machines of visitors that were taken over flood the web server, others in each attack. */
const botnet = (first: number) => (random: Random) =>
  makeFlood(random, `outside-${first + random.integer(14)}`);
const scanFrom = (src: string) => (random: Random) => makeProbe(random, src);
const guessFrom = (src: string) => (random: Random) => makeGuess(random, src);

/** The days are counted from Monday, 0; hours are UTC. */
const EPISODES: readonly Episode[] = [
  { day: 0, hour: 10.2, minutes: 14, flows: 300, label: 'ddos', make: botnet(10) },
  { day: 0, hour: 14.5, minutes: 30, flows: 220, label: 'portscan', make: scanFrom('desk-24') },
  {
    day: 0,
    hour: 16.1,
    minutes: 25,
    flows: 120,
    label: 'bruteforce',
    make: guessFrom('outside-12'),
  },
  {
    day: 1,
    hour: 3.4,
    minutes: 90,
    flows: 180,
    label: 'bruteforce',
    make: guessFrom('desk-38'),
  },
  { day: 1, hour: 9.3, minutes: 50, flows: 180, label: 'portscan', make: scanFrom('desk-31') },
  { day: 1, hour: 15.7, minutes: 18, flows: 320, label: 'ddos', make: botnet(24) },
  { day: 2, hour: 9.8, minutes: 12, flows: 280, label: 'ddos', make: botnet(38) },
  {
    day: 2,
    hour: 11.4,
    minutes: 40,
    flows: 160,
    label: 'portscan',
    make: scanFrom('outside-44'),
  },
  {
    day: 2,
    hour: 13.2,
    minutes: 35,
    flows: 120,
    label: 'bruteforce',
    make: guessFrom('desk-21'),
  },
  { day: 2, hour: 15.1, minutes: 20, flows: 260, label: 'ddos', make: botnet(52) },
  { day: 2, hour: 16.4, minutes: 45, flows: 160, label: 'portscan', make: scanFrom('desk-40') },
  {
    day: 2,
    hour: 17.2,
    minutes: 30,
    flows: 100,
    label: 'bruteforce',
    make: guessFrom('outside-71'),
  },
  // These days are scored. The slow scan comes from a machine of the company itself.
  { day: 3, hour: 8.9, minutes: 16, flows: 340, label: 'ddos', make: botnet(66) },
  { day: 3, hour: 12.5, minutes: 340, flows: 140, label: 'portscan', make: scanFrom('desk-17') },
  {
    day: 3,
    hour: 21.3,
    minutes: 60,
    flows: 160,
    label: 'bruteforce',
    make: guessFrom('desk-29'),
  },
  // A crowd of real visitors after a newsletter looks like a flood.
  { day: 4, hour: 10, minutes: 20, flows: 260, label: 'benign', make: visitWebServer },
  {
    day: 4,
    hour: 13.1,
    minutes: 45,
    flows: 180,
    label: 'portscan',
    make: scanFrom('outside-88'),
  },
  { day: 4, hour: 15.6, minutes: 15, flows: 240, label: 'ddos', make: botnet(80) },
];

/**
 * What is usual drifts: the browsers of the scored days speak QUIC, and on Friday the company meets by
 * video, which no training row knows.
 */
const MEETINGS = 500;

/** Makes the lookup, oldest first; `part` tells the rows for training from those for scoring. */
export function makeFlowStory(seed: number): Table {
  const random = createRandom(seed);
  const flows = [
    ...Array.from({ length: DAYS * BENIGN_A_DAY }, (_, at) => {
      const day = at % DAYS;
      const time = MONDAY + day * DAY + timeOfDay(random);
      return { time, label: 'benign', flow: makeBenign(random, day >= FIRST_SCORED) };
    }),
    ...EPISODES.flatMap((episode) => flowsOf(episode, random)),
    ...Array.from({ length: MEETINGS }, () => {
      const time = MONDAY + (DAYS - 1) * DAY + (8 + random.uniform() * 9) * HOUR;
      return { time, label: 'benign', flow: meet(random) };
    }),
  ];
  flows.sort((a, b) => a.time - b.time);
  const fields = ['_time', ...Object.keys(meet(random)), 'label', 'part'];
  return { fields, rows: flows.map(toRow) };
}

function flowsOf(episode: Episode, random: Random): LabelledFlow[] {
  const { day, hour, minutes, label, make } = episode;
  const start = MONDAY + day * DAY + hour * HOUR;
  return Array.from({ length: episode.flows }, () => {
    return { time: start + random.uniform() * minutes * 60, label, flow: make(random) };
  });
}

function toRow({ time, label, flow }: LabelledFlow): string[] {
  const part = time < MONDAY + FIRST_SCORED * DAY ? 'train' : 'score';
  return [time.toFixed(3), ...Object.values(flow).map(String), label, part];
}
