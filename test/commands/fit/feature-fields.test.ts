import { describe, expect, it } from '@jest/globals';
import { expandFields, isGlob, matchesOf } from '../../../src/commands/fit/feature-fields.ts';
import { UserError } from '../../../src/errors.ts';

const fields = ['_time', 'host', 'src', 'bytes_in', 'bytes_out', 'Flow ID', 'label', 'a.b', 'a+b'];

/** Expands field patterns as a user types them; a minus leaves fields out. */
function expand(
  typed: readonly string[],
  list: readonly string[] = fields,
  others: readonly string[] = ['_time'],
): readonly string[] {
  const patterns = typed.map((text) => {
    return { text: text.replace(/^-/, ''), isExcluded: text.startsWith('-') };
  });
  return expandFields(patterns, list, { target: 'label', others }).features;
}

describe('expandFields', () => {
  it.each<[string[], string[]]>([
    [['src'], ['src']],
    [
      ['bytes_out', 'src'],
      ['bytes_out', 'src'],
    ],
    [['bytes_*'], ['bytes_in', 'bytes_out']],
    [
      ['*_in', 'b*'],
      ['bytes_in', 'bytes_out'],
    ],
    [['*ytes*t'], ['bytes_out']],
    [
      ['src', '*'],
      ['src', 'bytes_in', 'bytes_out', 'Flow ID', 'a.b', 'a+b'],
    ],
    [
      ['*', '-src'],
      ['bytes_in', 'bytes_out', 'Flow ID', 'a.b', 'a+b'],
    ],
    [
      ['-src', '*', '-bytes_*', '-Flow ID'],
      ['a.b', 'a+b'],
    ],
    [['src', 'bytes_in', '-src'], ['bytes_in']],
    [['src', 'src', 's*'], ['src']],
    [['src', '-host*'], ['src']],
    [['a.b'], ['a.b']],
    [['a.*'], ['a.b']],
    [['host'], ['host']],
    [
      ['_time', 'src'],
      ['_time', 'src'],
    ],
    [['Flow ID'], ['Flow ID']],
  ])('of %j is %j', (typed, features) => {
    expect(expand(typed)).toEqual(features);
  });

  it('never matches by a glob what is no feature: fields of Splunk and of this app, target, time, by', () => {
    const reserved = [
      ...['_raw', '_time', '_chunked_idx', 'date_hour', 'date_zone', 'tag::host'],
      ...'host index source sourcetype linecount punct splunk_server splunk_server_group timestartpos timeendpos eventtype tag'.split(
        ' ',
      ),
      ...[
        'predicted(y)',
        'probability(y=1)',
        'status(y)',
        'set(y)',
        'lower(y)',
        'residual_score(y)',
        'is_anomaly(y)',
        'upper(y)',
        'reason(y)',
      ],
      ...['anomaly_score', 'anomaly_x', 'is_anomaly', 'label', 'when', 'user'],
    ];
    const data = [
      'date',
      'tags',
      'hosts',
      'my_index',
      'predicted',
      'is_anomaly_2',
      'status',
      'xprobability(y)',
    ];

    expect(expand(['*'], [...reserved, ...data], ['when', 'user'])).toEqual(data);
    for (const field of reserved.filter((name) => name !== 'label')) {
      expect(expand([field], [...reserved, ...data], ['when', 'user'])).toEqual([field]);
    }
  });

  it('takes * as the only wildcard', () => {
    expect(() => expand(['sr?'])).toThrow(UserError);
    expect(() => expand(['[a-z]*'])).toThrow(UserError);
    expect(expand(['*+b'])).toEqual(['a+b']);
    expect(expand(['a\nb*'], ['a\nbc'])).toEqual(['a\nbc']);
  });

  it('distinguishes fields that were named in full from those that a glob matched', () => {
    const patterns = ['src', 'bytes_*'].map((text) => ({ text, isExcluded: false }));

    expect(expandFields(patterns, fields, { target: 'label', others: [] }).named).toEqual(
      new Set(['src']),
    );
  });

  it('does not list a field as named that was left out again', () => {
    const patterns = [
      { text: 'src', isExcluded: false },
      { text: 'bytes_in', isExcluded: false },
      { text: 'src', isExcluded: true },
    ];

    expect(expandFields(patterns, fields, { target: 'label', others: [] }).named).toEqual(
      new Set(['bytes_in']),
    );
  });

  it.each([
    [['byte_in'], 'No field is named "byte_in" in these results. Did you mean bytes_in?'],
    [['SRC'], 'No field is named "SRC" in these results. Did you mean src?'],
    [
      ['packets'],
      'No field is named "packets" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    [
      ['packets_*'],
      'No field matches "packets_*" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    [
      ['*', '-packet'],
      'No field is named "packet" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    [
      ['*', '-Flow*D*x'],
      'No field matches "Flow*D*x" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    [['src', 'label'], 'label is the target and cannot be a feature too: leave it out after from.'],
    [
      ['src', '-s*'],
      "from src -s* leaves no field to learn from: name at least one besides the target, time, by and Splunk's own fields.",
    ],
    [
      ['_*'],
      "from _* leaves no field to learn from: name at least one besides the target, time, by and Splunk's own fields.",
    ],
  ])('refuses %j', (typed, message) => {
    expect(() => expand(typed)).toThrow(new UserError(message));
  });
});

describe('matchesOf', () => {
  it.each([
    ['Src_*', ['Src_IP', 'Src_Port']],
    ['src_*', []],
    ['EventCode', ['EventCode']],
    ['Event', []],
  ])('finds for %s %j', (text, expected) => {
    const fields = new Set(['Src_IP', 'EventCode', 'EventCode2', 'Src_Port']);

    expect(matchesOf(text, fields)).toEqual(expected);
  });
});

describe('isGlob', () => {
  it.each([
    ['*', true],
    ['a*b', true],
    ['a?', false],
    ['ab', false],
  ])('of %s is %j', (text, expected) => {
    expect(isGlob(text)).toBe(expected);
  });
});
