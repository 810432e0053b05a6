import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import { readSettings } from '../../../src/commands/fit/read-settings.ts';
import { UserError } from '../../../src/errors.ts';
import type { FitSettings } from '../../../src/model/fit-options.ts';
import { readSearchInfo } from '../../../src/protocol/search-info.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const results = resultsOf(
  [{ _time: 1, src: 's', EventCode: 4624, port: 80, y: 'a', empty: '' }],
  [{ _time: 2, src: 's', late: 5, y: 'b' }],
);

function settings(typed: string, search = 'index%3Dnet'): FitSettings {
  const fit = readFitArguments(readWords(typed.split(' '), []));
  return readSettings(fit, readSearchInfo({ searchinfo: { search } }), results);
}

describe('readSettings', () => {
  it('expands fields over the columns of all chunks', () => {
    expect(settings('y from * into m').features.fields).toEqual([
      'src',
      'EventCode',
      'port',
      'empty',
      'late',
    ]);
    expect(settings('y from * into m by src').features.fields).toEqual([
      'EventCode',
      'port',
      'empty',
      'late',
    ]);
    expect(settings('y from * src into m by src').features.fields).toContain('src');
  });

  it('leaves the field that orders rows out of globs', () => {
    expect(settings('y from * into m time=late')).toMatchObject({
      sequence: { time: 'late' },
      features: { fields: ['src', 'EventCode', 'port', 'empty'] },
    });
  });

  it('fixes kinds by name or glob', () => {
    const { kinds, named } = settings(
      'y from * into m categories=EventCode,po* numbers=late',
    ).features;

    expect([...kinds]).toEqual([
      ['EventCode', 'category'],
      ['port', 'category'],
      ['late', 'numeric'],
    ]);
    // A field whose kind the user names is wanted, even if it looks like an identifier.
    expect([...named]).toEqual(['EventCode', 'late']);
  });

  it.each([
    ['', 'auto', 'auto'],
    [' numeric=Quantile time_features=NONE', 'quantile', 'none'],
  ])('reads how numbers are scaled and whether pauses count:%s', (typed, numeric, timeFeatures) => {
    expect(settings(`y from port into m${typed}`)).toMatchObject({
      features: { numeric },
      sequence: { time_features: timeFeatures },
    });
  });

  it('keeps the search as a hash only, and the options as typed', () => {
    const { record } = settings('y from port into m EPOCHS=007 note=x', 'secret%20search');

    expect(JSON.stringify(record)).not.toContain('secret');
    expect(record.searchHash).toMatch(/^[0-9a-f]{64}$/);
    expect(record.searchHash).not.toBe(settings('y from port into m').record.searchHash);
    expect(record).toMatchObject({ options: { epochs: '007', note: 'x' }, note: 'x' });
  });

  it.each([
    [
      'y from empty into m',
      'No result has a value for the field "empty". Check its spelling, upper and lower case too, and | fields.',
    ],
    ['y from prot into m', 'No field is named "prot" in these results. Did you mean port?'],
    ['y from * into m categories=nope', 'categories names "nope", which is none of the features.'],
    ['y from * into m numbers=y', 'numbers names "y", which is none of the features.'],
    [
      'y from * into m categories=port numbers=p*',
      'port is listed under both categories and numbers: choose one.',
    ],
  ])('refuses %s', (typed, message) => {
    expect(() => settings(typed)).toThrow(new UserError(message));
  });

  it('does not ask for values of a field that was left out again', () => {
    expect(settings('y from port empty -empty into m').features.fields).toEqual(['port']);
  });
});
