/**
 * Makes the domain names that an invented network asks for in 25 days of 2019: benign ones, and those of 20
 * families of malware. All stand below top-level domains that nobody can register.
 *
 * @module
 */
import { createRandom, type Random } from '../../src/random.ts';
import type { Table } from '../local-splunk/table.ts';
import { makeBenignName } from './domains/benign.ts';
import { FAMILIES, type Family } from './domains/families.ts';
import { type Day, takeNew } from './domains/lists.ts';
import { DAY, pick, timeOfDay } from './draw.ts';

/** This is Monday, 2019-03-04, 00:00 UTC. */
const START = Date.UTC(2019, 2, 4) / 1000;
const DAYS = 25;
/** The days from this one on, Thursday, 2019-03-21, are scored. */
const FIRST_SCORED = 17;

const NAMES_A_FAMILY = 200;
const BENIGN = 4000;

/** RFC 2606 reserves them, so that no name of the demo is one of anybody. */
const TOP_LEVEL = ['example', 'test', 'invalid'];

interface Query {
  readonly time: number;
  readonly name: string;
  readonly label: 'benign' | 'dga';
  readonly family: string;
}

/** Makes the lookup, oldest first; each name occurs once. */
export function makeDomainStory(seed: number): Table {
  const random = createRandom(seed);
  const generated = FAMILIES.flatMap((family) => queriesOf(family, random));
  const queries = [...generated, ...benignQueries(new Set(generated.map(nameOf)), random)];
  queries.sort((a, b) => a.time - b.time);
  const rows = queries.map((query) => toRow(query, random));
  return { fields: ['_time', 'query', 'label', 'family', 'part'], rows };
}

function nameOf({ name }: Query): string {
  return name;
}

/** A machine asks for the names of a day one after the other. */
function queriesOf(family: Family, random: Random): Query[] {
  const days = daysFrom(family.isTrained ? 0 : FIRST_SCORED);
  const taken = new Set<string>();
  return days.flatMap((day) => {
    const start = START + day * DAY + random.integer(DAY - 3600);
    const names = takeNew(family.names(dateOf(day)), NAMES_A_FAMILY / days.length, taken);
    return names.map((name, at): Query => {
      return { time: start + 5 * at, name, label: 'dga', family: family.name };
    });
  });
}

function daysFrom(first: number): number[] {
  return Array.from({ length: DAYS - first }, (_, day) => first + day);
}

function dateOf(day: number): Day {
  const date = new Date((START + day * DAY) * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function benignQueries(taken: Set<string>, random: Random): Query[] {
  return Array.from({ length: BENIGN }, (_, at) => {
    const time = START + (at % DAYS) * DAY + Math.floor(timeOfDay(random));
    return { time, name: newName(taken, random), label: 'benign', family: 'benign' };
  });
}

function newName(taken: Set<string>, random: Random): string {
  let name = makeBenignName(random);
  while (taken.has(name)) name = makeBenignName(random);
  taken.add(name);
  return name;
}

function toRow({ time, name, label, family }: Query, random: Random): string[] {
  const begin = label === 'benign' && random.uniform() < 0.2 ? 'www.' : '';
  const query = `${begin}${name}.${pick(random, TOP_LEVEL)}`;
  const part = time < START + FIRST_SCORED * DAY ? 'train' : 'score';
  return [String(time), query, label, family, part];
}
