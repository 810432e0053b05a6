/**
 * Makes the requests of three invented services, hour by hour for ten weeks: a day, a week, holidays and
 * an outage.
 *
 * @module
 */
import { createRandom, type Random } from '../../src/random.ts';
import type { Table } from '../local-splunk/table.ts';
import { DAY, HOUR } from './draw.ts';

/** This is Monday, 2026-02-02, 00:00 UTC. */
const START = Date.UTC(2026, 1, 2) / 1000;
const WEEKS = 10;

/** The hours from Monday, 2026-03-30, on are scored. */
const SCORED_FROM = START + 8 * 7 * DAY;

/** Good Friday and Easter Monday of 2026. */
const HOLIDAYS = [Date.UTC(2026, 3, 3) / 1000, Date.UTC(2026, 3, 6) / 1000];

/** The service `checkout` fails for some hours of Wednesday, 2026-04-08. */
const OUTAGE = { service: 'checkout', from: Date.UTC(2026, 3, 8, 13) / 1000, hours: 5 };

/** The habits of the users of a service. */
interface Service {
  readonly name: string;
  /** The requests of an hour on average. */
  readonly level: number;
  /** The share of the level by which the busiest hour is above it. */
  readonly swing: number;
  /** The busiest hour of a day, UTC. */
  readonly peak: number;
  /** The share of a working day's requests that a Saturday or Sunday has, and a holiday. */
  readonly weekend: number;
  /** The share of the level by which it grows in a week. */
  readonly growth: number;
}

const SERVICES: readonly Service[] = [
  { name: 'portal', level: 5200, swing: 0.7, peak: 11, weekend: 0.35, growth: 0.01 },
  { name: 'checkout', level: 1900, swing: 0.6, peak: 19, weekend: 1.25, growth: 0.02 },
  { name: 'api', level: 9100, swing: 0.35, peak: 14, weekend: 0.7, growth: 0.015 },
];

/** The standard deviation of what is new in the noise of an hour, and of a day, as shares of the usual. */
const NOISE = 0.035;
const DAY_NOISE = 0.04;
/** The share of the noise of one day that is left in the next: campaigns and weather last for days. */
const DAY_MEMORY = 0.85;
/** The share of the noise of one hour that is left in the next. */
const MEMORY = 0.7;

/** Makes the lookup, oldest first; `occasion` names what happened, and no model reads it. */
export function makeLoadStory(seed: number): Table {
  const random = createRandom(seed);
  const rows = SERVICES.flatMap((service) => hoursOf(service, random));
  rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  return { fields: ['_time', 'service', 'requests', 'occasion', 'part'], rows };
}

function hoursOf(service: Service, random: Random): string[][] {
  let [noise, mood] = [0, 0];
  return Array.from({ length: WEEKS * 7 * 24 }, (_, hour) => {
    const time = START + hour * HOUR;
    if (hour % 24 === 0) mood = DAY_MEMORY * mood + DAY_NOISE * random.normal();
    noise = MEMORY * noise + NOISE * random.normal();
    const occasion = occasionAt(time, service);
    const usual = service.level * shapeAt(time, service) * (1 + (service.growth * hour) / (7 * 24));
    const requests = usual * (1 + mood + noise) * (occasion === 'outage' ? 0.3 : 1);
    const part = time < SCORED_FROM ? 'train' : 'score';
    return [String(time), service.name, String(Math.round(requests)), occasion, part];
  });
}

function occasionAt(time: number, { name }: Service): string {
  const { service, from, hours } = OUTAGE;
  if (name === service && time >= from && time < from + hours * HOUR) return 'outage';
  return HOLIDAYS.some((day) => time >= day && time < day + DAY) ? 'holiday' : '';
}

/** Returns the share of the level that is usual at a time. */
function shapeAt(time: number, { swing, peak, weekend }: Service): number {
  const day = Math.floor((time - START) / DAY) % 7;
  const isFree = day >= 5 || HOLIDAYS.some((start) => time >= start && time < start + DAY);
  const turn = 2 * Math.PI * ((time % DAY) / DAY - peak / 24);
  const shape = 1 + swing * Math.cos(turn) + 0.25 * swing * Math.cos(2 * turn);
  return isFree ? weekend * shape : shape;
}
