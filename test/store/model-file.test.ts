import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type ModelHeader, requiredFields } from '../../src/model/header.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { fileHeader } from '../../src/store/header-codec.ts';
import {
  decodeHeader,
  decodeModel,
  decodeRequiredFields,
  encodeRow,
  Incomplete,
  NoVersion,
  type StoredModel,
} from '../../src/store/model-file.ts';
import { modelFileBytes } from '../../src/store/model-size.ts';
import { joinRows } from '../../src/store/version-rows.ts';
import { engineOf, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    const odd = {
      n: at % 7,
      c: ['p', 'q "r"', 'größer, 💥', 'a\nb'][at % 4] ?? '',
      ip: `10.0.${at % 3}.1`,
    };
    return { _time: at, src: `s${at % 3}`, ...odd, y: at % 2 === 0 ? 'ok' : 'bad, "very"' };
  }),
);

/** The rows have pauses of different lengths. */
const irregular = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return { _time: at ** 1.5, src: `s${at % 3}`, n: at % 7, c: 'pq'.charAt(at % 2), y: at % 2 };
  }),
);

const fieldsOf = (typed: string): StoredModel => ({
  version: 7,
  created: '2026-11-20T16:11:05.000Z',
  ...untrained(results, `y from n c ip into m units=3 split=random ${typed}`),
});

const AHEAD = { mode: 'forecast', field: 'n', mean: 3, scale: 2, horizon: 2 } as const;
const ONE = { lower: -1, upper: 1 };
const ofForecast = untrained(results, 'n from c into m units=3 window=2 horizon=2 split=none');

const models = {
  'windows of features': fieldsOf('by src window=3 gap=10s'),
  embeddings: fieldsOf('window=3 categorical=embedding ip=embedding'),
  quantiles: fieldsOf('window=3 numeric=quantile'),
  pauses: {
    ...fieldsOf(''),
    ...untrained(irregular, 'y from n c into m units=3 split=random by src window=3'),
  },
  tokens: fieldsOf('window=fields embedding=2'),
  numbers: {
    ...fieldsOf(''),
    ...untrained(results, 'n from c ip into m units=3 window=2 mode=regress split=random'),
  },
  forecasts: {
    ...fieldsOf(''),
    header: {
      ...ofForecast.header,
      forecast: {
        intervals: [ONE, { lower: -1.5, upper: 2.25 }],
        period: 7,
        step: 1,
        entities: [{ entity: 'db', spread: 1.5 }],
      },
    },
    weights: ofForecast.weights,
  },
};
const { sequence } = ofForecast.header;

/** Makes a file of some versions, the first one in use. */
const encodeModel = (...versions: readonly StoredModel[]): Buffer =>
  joinRows(versions.map((stored) => ({ version: stored.version, line: encodeRow(stored) })));

const model = models['windows of features'];
const file = encodeModel(model);
const text = file.toString();

/** Returns the cells of the only version, as they stand in the file. */
const cells =
  /^[^\n]*\n(\d+),(\d+),([^,]+),("(?:[^"]|"")*"),([^,]+),([0-9a-f]{64})\n$/.exec(text) ?? [];
const [, , , , headerCell = '', weightsCell = '', sumCell = ''] = cells;
const header = headerCell.slice(1, -1).replaceAll('""', '"');

/** Makes a file with other contents, whose checksum is right. */
function forge(json: string, raw: Buffer, format = '1', version = '7'): Buffer {
  const sum = createHash('sha256').update(json).update(raw).digest('hex');
  const row = [
    format,
    version,
    model.created,
    `"${json.replaceAll('"', '""')}"`,
    raw.toString('base64'),
    sum,
  ];
  return Buffer.from(`format,version,created,header,weights,sha256\n${row.join(',')}\n`);
}
const weights = Buffer.from(weightsCell, 'base64');

const damaged = (why: string) =>
  expect.objectContaining({
    name: 'UserError',
    message: `The file of model m cannot be used: ${why}. Restore it from a backup, or delete the model with | lstmmanage delete m and train it again.`,
  });

function decodeOrRefuse(bytes: Buffer): StoredModel | undefined {
  try {
    return decodeModel(bytes, 'm');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

describe('encodeModel', () => {
  it('writes one row a version, the header before the weights', () => {
    expect(cells).toHaveLength(7);
    expect(text.slice(0, text.indexOf('\n'))).toBe('format,version,created,header,weights,sha256');
    expect(cells.slice(1, 4)).toEqual(['4', '7', '2026-11-20T16:11:05.000Z']);
    expect(JSON.parse(header)).toEqual(JSON.parse(JSON.stringify(fileHeader(model.header))));
    expect(JSON.parse(header)).not.toHaveProperty('mode');
    expect(weights.readFloatLE(4)).toBe(model.weights[1]);
  });

  it('takes the checksum over the bytes of the header and the raw weights', () => {
    const sum = createHash('sha256').update(header).update(weights).digest('hex');

    expect(sumCell).toBe(sum);
  });

  it('writes no weights that it could not read again', () => {
    const grown = model.weights.slice();
    grown[3] = 1e20;

    expect(() => encodeRow({ ...model, weights: grown })).toThrow(
      'the new version cannot be used: its weights hold numbers that no training gives',
    );
  });

  it('writes no header that it could not read again', () => {
    const training = { ...model.header.training, seconds: Number.NaN };

    expect(() => encodeRow({ ...model, header: { ...model.header, training } })).toThrow(
      'the header of the new version is not valid: /training/seconds must be number',
    );
  });
});

describe('decodeModel', () => {
  it.each(Object.entries(models))('gives back what was encoded, bit for bit: %s', (_, stored) => {
    const decoded = decodeModel(encodeModel(stored), 'm');

    expect(decoded).toEqual(stored);
    expect(new Uint8Array(decoded.weights.buffer)).toEqual(new Uint8Array(stored.weights.buffer));
  });

  it('keeps every float32', () => {
    const odd = [-0, 1e-45, -1e-40, 999_999_995_904, Number.MIN_VALUE, Math.fround(0.1)];
    const weightsOf = model.weights.slice();
    weightsOf.set(odd);

    const decoded = decodeModel(encodeModel({ ...model, weights: weightsOf }), 'm');

    expect([...decoded.weights.slice(0, odd.length)]).toEqual([...Float32Array.from(odd)]);
  });

  it.each(Object.entries(models))(
    'gives back a model that scores the same: %s',
    async (_, stored) => {
      const decoded = decodeModel(encodeModel(stored), 'm');
      const breathe = async (): Promise<void> => undefined;
      const score = async (one: typeof stored) =>
        await scoreRows(one.header, engineOf(one), results, { breathe });

      expect(await score(decoded)).toEqual(await score(stored));
    },
  );

  it('reads models of the first release, whose numbers have fewer figures', () => {
    const number = { kind: 'numeric', field: 'n', isLog: false, center: 3, scale: 2, fill: 3 };
    const [first, ...others] = model.header.encoder.fields;
    const fields = [{ ...number, hasNull: false }, ...others];
    const old = { ...fileHeader(model.header), encoder: { kind: 'features', fields } };

    expect(first?.kind).toBe('numeric');
    expect(decodeModel(forge(JSON.stringify(old), weights), 'm').header).toEqual({
      ...old,
      mode: 'classify',
    });
  });

  it.each([
    ['a scaling', { scaling: 'log' }],
    ['a scale', { scale: null }],
    ['a limit', { clip: 0 }],
    ['quantiles', { quantiles: [] }],
    ['so many quantiles', { quantiles: new Array(258).fill(1) }],
  ])('refuses %s that is none', (_, change) => {
    const { encoder } = model.header;
    const fields = encoder.fields.map((field) =>
      field.kind === 'numeric' ? { ...field, ...change } : field,
    );
    const pause = { isLog: true, center: 0, scale: 1, ...change };

    for (const forged of [
      { ...encoder, fields },
      { ...encoder, pause },
    ]) {
      const json = JSON.stringify({ ...model.header, encoder: forged });
      expect(() => decodeModel(forge(json, weights), 'm')).toThrow(/its header is not valid/);
    }
  });

  describe('of several versions', () => {
    const older = models.tokens;
    const both = encodeModel(model, { ...older, version: 6 });

    it('reads the first, which is in use, unless another one is asked for', () => {
      expect(decodeModel(both, 'm')).toEqual(model);
      expect(decodeModel(both, 'm', 6)).toEqual({ ...older, version: 6 });
      expect(decodeHeader(both, 'm', 6).header).toEqual(older.header);
    });

    it('needs nothing of the rows after the one that it reads', () => {
      const cut = both.subarray(0, file.length + 10);

      expect(decodeModel(cut, 'm')).toEqual(model);
      expect(() => decodeModel(cut, 'm', 6)).toThrow(Incomplete);
    });

    it('reads a version beside one that is damaged', () => {
      const broken = Buffer.from(both);
      broken[file.indexOf(weightsCell) + 5] = 0x21;

      expect(() => decodeModel(broken, 'm')).toThrow(damaged('its checksum is wrong'));
      expect(decodeModel(broken, 'm', 6).version).toBe(6);
    });

    it('says which ones there are where one is missing', () => {
      expect(() => decodeModel(both, 'm', 5)).toThrow(
        new NoVersion('Model m has no version 5: it has 7, 6.'),
      );
    });
  });

  it('refuses a flipped bit, or reads the very same header and weights', () => {
    // The checksum covers header and weights; a changed bit elsewhere may give another version or date.
    for (const [at, byte] of file.entries()) {
      const flipped = Buffer.from(file);
      flipped[at] = byte ^ (1 << (at % 8));
      const decoded = decodeOrRefuse(flipped);

      if (decoded === undefined) continue;
      expect(decoded.header).toEqual(model.header);
      expect(decoded.weights).toEqual(model.weights);
      expect([at, Number.isInteger(decoded.version)]).toEqual([at, true]);
    }
  });

  it('refuses a file that is cut short at any place', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeModel(file.subarray(0, length), 'm')).toThrow(UserError);
    }
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'it is cut short'],
    ['a header row alone', Buffer.from(text.slice(0, text.indexOf('\n') + 1)), 'it is cut short'],
    ['another lookup', Buffer.from('user,role\nana,admin\n'), 'it is no model of this app'],
    ['a file of zeros', Buffer.alloc(5000), 'it is cut short'],
    [
      'another checksum',
      Buffer.from(text.replace(sumCell, '0'.repeat(64))),
      'its checksum is wrong',
    ],
    [
      'weights of another model',
      forge(header, weights.subarray(4)),
      'its weights do not fit its network',
    ],
    ['no weights', forge(header, Buffer.alloc(0)), 'its weights do not fit its network'],
    ['a header that is no JSON', forge('{', weights), 'its header is not JSON'],
    [
      'a header that is no object',
      forge('[]', weights),
      'its header is not valid ( must be object)',
    ],
    [
      'a header without a target',
      forge(JSON.stringify({ ...model.header, target: undefined }), weights),
      "its header is not valid ( must have required property 'target')",
    ],
    [
      'a network that would take all memory',
      forge(
        JSON.stringify({ ...model.header, network: { ...model.header.network, units: [1e12] } }),
        weights,
      ),
      'its header is not valid (/network/units/0 must be <= 100000000)',
    ],
    [
      'figures of drift of another model',
      forge(
        JSON.stringify({
          ...model.header,
          drift: {
            values: { counts: [[1, 2]], blocks: [{ rows: 250, distances: [1], limit: 2 }] },
          },
        }),
        weights,
      ),
      'what drift is told by does not fit its fields',
    ],
  ])('refuses %s', (_, bytes, why) => {
    expect(() => decodeModel(bytes, 'm')).toThrow(damaged(why));
  });

  it.each<[string, Partial<ModelHeader>]>([
    ['intervals of fewer steps', { forecast: { intervals: [ONE], period: 7, step: null } }],
    ['a horizon that its network lacks', { target: { ...AHEAD, horizon: 3 } }],
    ['a reach beside its horizon', { sequence: { ...sequence, reach: { rows: 2, lead: 1 } } }],
  ])('refuses a forecast with %s', (_, change) => {
    const { header: own, weights: raw } = models.forecasts;
    const bytes = forge(JSON.stringify({ ...own, ...change }), Buffer.from(raw.slice().buffer));

    expect(() => decodeModel(bytes, 'm')).toThrow(damaged('its forecast does not fit its network'));
  });

  it('takes a forecast without intervals', () => {
    const { forecasts } = models;
    const forecast = { intervals: [], period: null, step: null };
    const stored = { ...forecasts, header: { ...forecasts.header, forecast } };

    expect(decodeModel(encodeModel(stored), 'm')).toEqual(stored);
  });

  it.each([
    ['a version that is no number', '1', 'x'],
    ['a version below 1', '1', '0'],
    ['a fraction of a version', '1', '1.5'],
    ['a format that is no number', 'x', '7'],
    ['a format below 1', '0', '7'],
    ['no format', '', '7'],
  ])('refuses %s', (_, format, version) => {
    expect(decodeOrRefuse(forge(header, weights, format, version))).toBeUndefined();
  });

  it('refuses a newer format with a sentence', () => {
    const newer = new UserError(
      'Model m was written by a newer release of LSTM Toolkit (format 5): update the app.',
    );

    expect(() => decodeModel(forge('whatever comes', weights, '5'), 'm')).toThrow(newer);
    expect(() => decodeHeader(forge('whatever comes', weights, '5'), 'm')).toThrow(newer);
  });
});

describe('decodeHeader', () => {
  const end = text.indexOf(weightsCell);

  it('reads the header of the first bytes, without the weights', () => {
    const { weights: _, ...rest } = model;

    expect(decodeHeader(Buffer.from(text.slice(0, end)), 'm')).toEqual(rest);
    expect(decodeHeader(file, 'm')).toEqual(rest);
  });

  it('asks for more bytes until the header is whole', () => {
    const bytes = Buffer.byteLength(text.slice(0, end));
    for (let length = 0; length < bytes - 1; length++) {
      expect(() => decodeHeader(file.subarray(0, length), 'm')).toThrow(Incomplete);
    }
  });

  it('refuses a file that ends within the header', () => {
    expect(() => decodeHeader(file.subarray(0, 200), 'm')).toThrow(damaged('it is cut short'));
  });

  it('refuses another lookup before all of it was read', () => {
    expect(() => decodeHeader(Buffer.from('user,role\nana'), 'm')).toThrow(
      damaged('it is no model of this app'),
    );
  });
});

describe('decodeRequiredFields', () => {
  it.each(Object.entries(models))('reads those of the header: %s', (_, stored) => {
    const bytes = encodeModel(stored);

    expect(decodeRequiredFields(bytes, 'm')).toEqual(requiredFields(stored.header));
    expect(decodeRequiredFields(bytes, 'm', 7)).toEqual(requiredFields(stored.header));
    expect(() => decodeRequiredFields(bytes, 'm', 8)).toThrow(NoVersion);
  });

  it('checks nothing else', () => {
    const { sequence, encoder } = model.header;
    const json = JSON.stringify({ sequence, encoder: { fields: encoder.fields } });

    expect(decodeRequiredFields(forge(json, weights), 'm')).toEqual(requiredFields(model.header));
  });

  const { sequence, encoder } = model.header;

  it.each<[string, unknown]>([
    ['no object', null],
    ['a header without parts', {}],
    ['no fields', { sequence, encoder: {} }],
    ['a field without a name', { sequence, encoder: { fields: [{ field: 1 }] } }],
    ['by that is no list', { sequence: { ...sequence, by: 'src' }, encoder }],
    ['a time that is no text', { sequence: { ...sequence, time: 1 }, encoder }],
  ])('refuses %s', (_, header) => {
    expect(() => decodeRequiredFields(forge(JSON.stringify(header), weights), 'm')).toThrow(
      damaged('its header names no fields'),
    );
  });

  it('refuses what is no JSON, and what is cut short', () => {
    expect(() => decodeRequiredFields(forge('{', weights), 'm')).toThrow(
      damaged('its header is not JSON'),
    );
    expect(() => decodeRequiredFields(file.subarray(0, 200), 'm')).toThrow(Incomplete);
  });
});

describe('modelFileBytes', () => {
  it.each(Object.entries(models))('is a little more than the file will have: %s', (_, stored) => {
    const { training, ...draft } = stored.header;
    const bytes = encodeModel(stored).length;

    expect(modelFileBytes(draft, 1)).toBeGreaterThanOrEqual(bytes);
    expect(modelFileBytes(draft, 1)).toBeLessThan(bytes + 24_000);
  });
});
