/**
 * Makes model files that no fit would write, but whose checksum is right.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Random } from '../../../src/random.ts';
import type { StoredVersion } from '../package/search-head.ts';
import { pick } from './pick.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place in a header: the object or list that holds the value, and its key. */
interface Leaf {
  readonly parent: { [key: string]: Json };
  readonly key: string;
  readonly path: string;
}

/** The change, and the bytes of the file. */
export interface HostileModel {
  readonly change: string;
  readonly file: Buffer;
}

export function mutateModel(version: StoredVersion, random: Random): HostileModel {
  const header = structuredClone(version.header) as { [key: string]: Json };
  const weights = Buffer.from(version.weights, 'base64');
  const changes: string[] = [];
  let raw: Buffer = weights;
  for (let count = 1 + random.integer(2); count > 0; count--) {
    if (random.integer(4) === 0) {
      const [name, mutated] = mutateWeights(raw, random);
      changes.push(name);
      raw = mutated;
    } else {
      changes.push(mutateHeader(header, random));
    }
  }
  const json = JSON.stringify(header).replaceAll(/"number (\S+?)"/g, '$1');
  return { change: changes.join(', '), file: modelFile(version, json, raw, random, changes) };
}

function modelFile(
  { version, created }: StoredVersion,
  json: string,
  raw: Buffer,
  random: Random,
  changes: string[],
): Buffer {
  const sum = createHash('sha256').update(json).update(raw).digest('hex');
  let base64 = raw.toString('base64');
  if (random.integer(20) === 0) {
    base64 = base64.slice(0, random.integer(base64.length));
    changes.push('base64 cut');
  }
  const cells = ['3', version, created, `"${json.replaceAll('"', '""')}"`, base64, sum];
  return Buffer.from(`format,version,created,header,weights,sha256\n${cells.join(',')}\n`);
}

const ODD_WEIGHTS = [Number.NaN, Number.POSITIVE_INFINITY, -3e38, 1e38, 1e20, 1e13, 1e11, -1e9, 0];

function mutateWeights(raw: Buffer, random: Random): [string, Buffer] {
  const out = Buffer.from(raw);
  const count = Math.floor(out.length / 4);
  const odd = pick(ODD_WEIGHTS, random);
  const at = random.integer(Math.max(1, count));
  switch (random.integer(6)) {
    case 0:
      return ['weights cut', out.subarray(0, random.integer(out.length))];
    case 1:
      return ['weights longer', Buffer.concat([out, out.subarray(0, 4 * (1 + at))])];
    case 2:
      for (let index = 0; index < count; index++) out.writeFloatLE(odd, 4 * index);
      return [`all weights ${odd}`, out];
    case 3:
      for (let index = 0; index < out.length; index++) out[index] = random.integer(256);
      return ['random weights', out];
    case 4:
      for (let index = 0; index < count; index++) {
        out.writeFloatLE(Math.fround(out.readFloatLE(4 * index) * odd), 4 * index);
      }
      return [`weights times ${odd}`, out];
    default:
      if (count > 0) out.writeFloatLE(odd, 4 * at);
      return [`weight ${at} ${odd}`, out];
  }
}

/** `number x` becomes the literal x, which JSON.stringify would not write. */
const ODD_NUMBERS: readonly Json[] = [
  0,
  -1,
  1,
  2,
  0.5,
  7,
  -0.001,
  1e9,
  1e12,
  -1e308,
  1e308,
  1e-308,
  99_999,
  'number 1e999',
  'number -1e999',
  'number NaN',
];
const ODD_VALUES: readonly Json[] = [null, true, 'x', '', [], {}, [1], -5];

function mutateHeader(header: { [key: string]: Json }, random: Random): string {
  // Mostly parts that scoring reads are changed, because the record of the training is only shown.
  const { training: _, ...scored } = header;
  const leaves = leavesOf(random.integer(10) === 0 ? header : scored, '');
  const { parent, key, path } = pick(leaves, random);
  const value = parent[key] as Json;
  const found = random.integer(8) === 0 ? pick(ODD_VALUES, random) : oddOf(value, random);
  if (found === undefined) delete parent[key];
  else parent[key] = found;
  // The first level of `scored` is a copy.
  if (path.split('/').length === 2 && key in header) {
    if (found === undefined) delete header[key];
    else header[key] = found;
  }
  return `${path} ${JSON.stringify(found)?.slice(0, 60)}`;
}

function oddOf(value: Json, random: Random): Json | undefined {
  const choice = random.integer(6);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') {
    if (choice === 0) return -value;
    if (choice === 1) return value + 1;
    return choice === 2 ? value * 1e6 : pick(ODD_NUMBERS, random);
  }
  if (typeof value === 'string') {
    return pick(['', 'x', `${value} `, 'features', 'tokens', 'numeric', 'onehot', 'a,"b"'], random);
  }
  if (Array.isArray(value)) return oddList(value, choice, random);
  return choice === 0 ? null : undefined;
}

function oddList(list: Json[], choice: number, random: Random): Json[] {
  const at = random.integer(Math.max(1, list.length));
  const some = list[at] ?? 1;
  if (choice === 0) return [];
  if (choice === 1) return list.toReversed();
  if (choice === 2) return [...list, structuredClone(some)];
  if (choice === 3) return list.toSpliced(at, 1);
  if (choice === 4) return [...list, ...new Array(200).fill(some)];
  return list.toSpliced(at, 0, structuredClone(some));
}

/** Returns every place below, lists and objects included. */
function leavesOf(value: Json, path: string): Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as { [key: string]: Json };
  return Object.keys(parent).flatMap((key) => {
    const own = { parent, key, path: `${path}/${key}` };
    return [own, ...leavesOf(parent[key] as Json, own.path)];
  });
}
