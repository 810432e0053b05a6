import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileHeader, modelHeader } from '../../src/store/header-codec.ts';
import { decodeHeader } from '../../src/store/model-file.ts';
import { record, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return {
      _time: at,
      t: `${'ab'.repeat(at % 3)}${at % 5}c`,
      n: at % 7,
      c: 'pqr'.charAt(at % 3),
      y: at % 2 === 0 ? 'ok' : 'bad',
    };
  }),
);

const typed = {
  classify: 'y from n c into m units=3 window=3 split=random',
  regress: 'n from c into m units=3 window=2 mode=regress split=random',
  forecast: 'n from c into m units=3 window=2 horizon=2 split=none',
  anomaly: 'from n c into m units=3 window=3',
} as const;

const damaged = (why: string): Error => new Error(why);

describe('fileHeader', () => {
  it.each(Object.entries(typed))('gives back what modelHeader read: mode=%s', (mode, fit) => {
    const { header } = untrained(results, fit);
    const written = JSON.parse(JSON.stringify(fileHeader(header)));

    expect(header.mode).toBe(mode);
    expect(written.target.mode).toBe(mode);
    expect(written).not.toHaveProperty('mode');
    expect(modelHeader(written, damaged)).toEqual(header);
  });

  const formats = [1, 2, 3].flatMap((format) =>
    ['fields', 'numbers', 'windows'].map((name): [number, string] => [format, name]),
  );
  it.each(formats)('writes the bytes that format %d has: %s', (format, name) => {
    const path = `../fixtures/format-${format}-${name}.mlmodel`;
    const file = readFileSync(join(import.meta.dirname, path));
    const { header } = decodeHeader(file, name);
    const json = JSON.stringify(fileHeader(header));

    expect(file.toString()).toContain(`,"${json.replaceAll('"', '""')}",`);
  });
});

describe('modelHeader', () => {
  const written = fileHeader(untrained(results, typed.anomaly).header);

  it.each([
    ['ranks', { anomaly: undefined }, 'its ranks do not fit its fields'],
    ['a threshold', { threshold: null }, 'its anomaly scores have no threshold'],
  ])('refuses anomaly scores without %s', (_, change, why) => {
    expect(() => modelHeader({ ...written, ...change }, damaged)).toThrow(why);
  });

  it('knows that a text is predicted at every character, where an older file does not say so', () => {
    const { header } = untrained(results, 'from t into m units=3 window=characters');
    const file = fileHeader(header);
    const { outputsAt, ...older } = file.network;

    expect(outputsAt).toBe('every');
    expect(modelHeader({ ...file, network: older }, damaged)).toEqual(header);
  });

  it('reads a forecast for which the file has no record', () => {
    const { header } = untrained(results, typed.forecast);
    const { forecast: _, ...bare } = fileHeader(header);

    expect(modelHeader({ ...bare, training: record }, damaged)).toMatchObject({
      forecast: { intervals: [], period: null, step: null },
    });
  });
});
