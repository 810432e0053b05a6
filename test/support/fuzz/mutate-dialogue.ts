/**
 * Makes dialogues that splunkd would not hold: frames that are cut, garbled, out of order, or have
 * senseless contents.
 *
 * @module
 */
import type { Random } from '../../../src/random.ts';
import { pick } from './pick.ts';

export interface Frame {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The changes of a dialogue, and the bytes that came of it. */
export interface Garbled {
  readonly change: string;
  readonly bytes: Buffer;
}

/** @param most - the most changes that are made at once */
export function garble(frames: readonly Frame[], random: Random, most = 2): Garbled {
  let changed = frames;
  const changes: string[] = [];
  let flips = 0;
  for (let count = 1 + random.integer(most); count > 0; count--) {
    const act = pick([dealFrames, oddFrame, oddFrame, oddBody, undefined, undefined], random);
    if (act === undefined) flips++;
    else changed = act(changed, random, changes);
  }
  let bytes: Buffer = Buffer.concat(changed.map((frame) => encode(frame, random)));
  for (let flip = 0; flip < flips; flip++) bytes = oddBytes(bytes, random);
  return { change: [...changes, `${flips} of bytes`].join(', '), bytes };
}

type Act = (frames: readonly Frame[], random: Random, changes: string[]) => readonly Frame[];

/** Removes or repeats one frame, or shuffles all of them. */
const dealFrames: Act = (frames, random, changes) => {
  const at = random.integer(Math.max(1, frames.length));
  changes.push(`frame ${at} dealt`);
  const twice = frames.slice(at, at + 1);
  return pick(
    [frames.toSpliced(at, 1), frames.toSpliced(at, 0, ...twice), frames.toReversed()],
    random,
  );
};

const oddFrame: Act = (frames, random, changes) => {
  const at = random.integer(Math.max(1, frames.length));
  const frame = frames[at];
  if (frame === undefined) return frames;
  const [name, metadata] = oddMetadata(frame.metadata, random);
  changes.push(`frame ${at}: ${name}`);
  return frames.with(at, { ...frame, metadata });
};

const oddBody: Act = (frames, random, changes) => {
  const at = random.integer(Math.max(1, frames.length));
  const frame = frames[at];
  if (frame === undefined) return frames;
  changes.push(`body ${at}`);
  return frames.with(at, { ...frame, body: oddText(frame.body, random) });
};

const ODD_LENGTHS = [
  '',
  '-1',
  '1e3',
  '00',
  '4294967296',
  '4294967297',
  '999999999999999',
  'x',
  '7',
];

/** Returns a frame as bytes, rarely with a header that does not give the lengths. */
function encode({ metadata, body }: Frame, random: Random): Buffer {
  const json = JSON.stringify(metadata);
  const lengths = [Buffer.byteLength(json), Buffer.byteLength(body)].map((length) =>
    random.integer(60) === 0 ? pick([...ODD_LENGTHS, length + 1, length - 1], random) : length,
  );
  return Buffer.from(`chunked 1.0,${lengths[0]},${lengths[1]}\n${json}${body}`);
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x',
  '\u0000',
  'a\nb',
  '\ud800',
  '"',
  '../../etc/passwd',
  '💥'.repeat(50),
  'rt',
  'tmp',
  [],
  {},
  ['m', ['m']],
  [null],
  { toString: 1 },
  'getinfo',
  'execute',
];

/** Replaces or removes one value at any depth. */
function oddMetadata(
  metadata: Readonly<Record<string, unknown>>,
  random: Random,
): [string, Record<string, unknown>] {
  const copy = structuredClone(metadata) as Record<string, unknown>;
  const places = placesOf(copy, '');
  const place = pick(places, random);
  if (place === undefined) return ['no metadata', {}];
  const { parent, key, path } = place;
  const value = pick(ODD_VALUES, random);
  if (random.integer(5) === 0 && !Array.isArray(parent)) delete parent[key];
  else parent[key] = value;
  return [`${path} ${JSON.stringify(value).slice(0, 40)}`, copy];
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
  readonly path: string;
}

function placesOf(value: unknown, path: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => {
    const own = { parent, key, path: `${path}/${key}` };
    return [own, ...placesOf(parent[key], own.path)];
  });
}

const ODD_TEXTS = [
  '"',
  ',',
  '\n',
  '\r\n',
  '\r',
  '\u0000',
  '\ufeff',
  '""',
  '$',
  ';',
  '💥',
  'NaN',
  '-',
];

/** Inserts, removes or doubles a few pieces of a text. */
function oddText(text: string, random: Random): string {
  let out = text;
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const at = random.integer(out.length + 1);
    const odd = pick(ODD_TEXTS, random);
    if (random.integer(4) === 0) out = out.slice(0, at) + out.slice(at + 1 + random.integer(9));
    else out = out.slice(0, at) + odd.repeat(1 + random.integer(2)) + out.slice(at);
  }
  return random.integer(20) === 0 ? out.repeat(2) : out;
}

function oddBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.integer(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.integer(12));
  switch (random.integer(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const flipped = Buffer.from(bytes);
      for (let index = at; index < end; index++) flipped[index] = random.integer(256);
      return flipped;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(40, 0x0a), bytes.subarray(at)]);
  }
}
