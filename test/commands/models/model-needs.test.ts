import { describe, expect, it } from '@jest/globals';
import type { ListedModel } from '../../../src/commands/models/model-list.ts';
import { type LoggedFacts, needsOf } from '../../../src/commands/models/model-needs.ts';
import type { TrainingRecord } from '../../../src/model/record.ts';
import type { LoggedDrift } from '../../../src/store/logged-drift.ts';
import type { LoggedFit } from '../../../src/store/logged-fits.ts';
import { encodeRow } from '../../../src/store/model-file.ts';
import type { FoundModel } from '../../../src/store/model-place.ts';
import { model as stored } from '../../support/models/stores.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-20T12:00:00.000Z');

const found: FoundModel = {
  name: 'm',
  sharing: 'app',
  app: 'search',
  owner: 'ana',
  read: ['*'],
  write: ['power'],
  canWrite: true,
  path: '',
};

/** Returns a model that is better than its baseline, with versions of so many hours ago, newest first. */
function listed(hours: readonly number[], training: Partial<TrainingRecord> = {}): ListedModel {
  const good = {
    metrics: { f1: 0.9 },
    baseline: { name: 'logistic regression', metrics: { f1: 0.8 } },
  };
  const header = {
    ...stored.header,
    training: { ...stored.header.training, ...good, ...training },
  };
  const rows = hours.map((hour, at) => {
    const version = hours.length - at;
    const created = new Date(NOW - hour * HOUR).toISOString();
    return { version, line: encodeRow({ ...stored, version, created }) };
  });
  const created = new Date(NOW - (hours[0] ?? 0) * HOUR).toISOString();
  return { found, rows, shown: { version: hours.length, created, header } };
}

const fitOf = (
  outcome: LoggedFacts['fits'][number]['outcome'],
  { model = 'app:m', app = 'search', user = 'ana' } = {},
): LoggedFacts['fits'][number] => ({ fit: { model, app, user } as LoggedFit, outcome });

const driftOf = (fields: Partial<LoggedDrift> = {}): LoggedDrift => ({
  user: 'ana',
  app: 'search',
  model: 'm',
  version: 1,
  drifted: 2,
  ...fields,
});

const needs = (model: ListedModel, facts: Partial<LoggedFacts> = {}): string =>
  needsOf(model, { fits: [], drifts: [], ...facts }, NOW);

describe('needsOf', () => {
  it.each<[what: string, hours: number[], expected: string]>([
    ['one version, however old', [9999], ''],
    ['two versions', [100, 101], ''],
    ['three that came daily, in time', [47, 71, 95], ''],
    ['three that came daily, at twice the pause', [48, 72, 96], ''],
    [
      'three that came daily, late',
      [49, 73, 97],
      'not trained for 2 days, before at least every 24 hours',
    ],
    ['pauses of many lengths: the longest counts', [90, 91, 139], ''],
    ['three within the hour', [999, 999.1, 999.2], ''],
    [
      'versions that were put back into use',
      [97, 49, 73],
      'not trained for 2 days, before at least every 24 hours',
    ],
  ])('judges the age of %s', (_, hours, expected) => {
    expect(needs(listed(hours))).toBe(expected);
  });

  it('leaves out versions whose time cannot be read', () => {
    const model = listed([49, 73, 97]);
    const [first, ...others] = model.rows;
    const cut = { version: Number.NaN, line: Buffer.from('3,') };

    expect(first && needs({ ...model, rows: [first, cut, ...others] })).toMatch(/^not trained/);
    expect(first && needs({ ...model, rows: [first, cut, cut] })).toBe('');
  });

  it.each<[what: string, training: Partial<TrainingRecord>, expected: string]>([
    ['better than its baseline', {}, ''],
    ['as good', { metrics: { f1: 0.8 } }, 'no better than logistic regression'],
    ['worse on the test rows', { testMetrics: { f1: 0.7 } }, 'no better than logistic regression'],
    ['better on the test rows alone', { metrics: { f1: 0.7 }, testMetrics: { f1: 0.9 } }, ''],
    ['not comparable', { metrics: {} }, ''],
    ['by chance', { doubt: 'chance' }, 'no better than chance'],
    ['mostly wrong', { doubt: 'false positives' }, 'most of its alerts are false'],
  ])('judges a model that is %s', (_, training, expected) => {
    expect(needs(listed([1], training))).toBe(expected);
  });

  it.each<[what: string, fits: LoggedFacts['fits'], expected: string]>([
    ['that ended well', [fitOf('ok')], ''],
    ['that failed', [fitOf('error')], 'its last fit failed: error'],
    ['that was killed', [fitOf('lost')], 'its last fit failed: lost'],
    ['that somebody stopped', [fitOf('cancelled')], ''],
    ['that failed before a better one', [fitOf('ok'), fitOf('error')], ''],
    [
      'that failed before one that runs',
      [fitOf('running'), fitOf('error')],
      'its last fit failed: error',
    ],
    ['into another model', [fitOf('error', { model: 'app:k' })], ''],
    ['in another app', [fitOf('error', { app: 'other' })], ''],
    ['into a private model', [fitOf('error', { model: 'm' })], ''],
  ])('looks at a fit %s', (_, fits, expected) => {
    expect(needs(listed([1]), { fits })).toBe(expected);
  });

  it.each<[what: string, fit: { model?: string; user?: string }, expected: string]>([
    ['without a scope', { model: 'm' }, 'its last fit failed: error'],
    ['with its scope', { model: 'user:m' }, 'its last fit failed: error'],
    ['into a shared one', { model: 'app:m' }, ''],
    ['of another user', { model: 'm', user: 'bob' }, ''],
  ])('looks at a fit into a private model %s', (_, fit, expected) => {
    const own: ListedModel = { ...listed([1]), found: { ...found, sharing: 'user' } };

    expect(needs(own, { fits: [fitOf('error', fit)] })).toBe(expected);
  });

  it.each<[what: string, drift: Partial<LoggedDrift>, expected: string]>([
    ['of two fields', {}, 'rows have drifted: train it again'],
    ['of none', { drifted: 0 }, ''],
    ['from an older version', { version: 7 }, ''],
    ['from another model', { model: 'k' }, ''],
    ['from a model of another app', { app: 'other' }, ''],
  ])('looks at a drift %s', (_, drift, expected) => {
    expect(needs(listed([1]), { drifts: [driftOf(drift)] })).toBe(expected);
  });

  it('gives all reasons, the weightiest first', () => {
    const facts = { fits: [fitOf('error')], drifts: [driftOf({ version: 3 })] };

    expect(needs(listed([49, 73, 97], { doubt: 'chance' }), facts)).toBe(
      'no better than chance; its last fit failed: error; rows have drifted: train it again; not trained for 2 days, before at least every 24 hours',
    );
  });

  it('says so where the file cannot be used', () => {
    expect(needs({ ...listed([1]), shown: undefined })).toBe('its file cannot be used');
  });
});
