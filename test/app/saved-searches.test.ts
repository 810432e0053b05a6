import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseConf } from '../support/package/conf.ts';
import { appFolder } from '../support/package/wire-command.ts';

// The scheduler ignores a setting that it does not know, so that a misspelt one would go unnoticed.

const read = (file: string): string => readFileSync(join(appFolder, 'default', file), 'utf8');
const searches = [...parseConf(read('savedsearches.conf'))];
const macros = parseConf(read('macros.conf'));

/** Every search has these settings. */
const NEEDED = [
  'description',
  'search',
  'enableSched',
  'cron_schedule',
  'schedule_window',
  'dispatchAs',
  'dispatch.earliest_time',
  'dispatch.latest_time',
  'request.ui_dispatch_app',
];
/** An alert has all of these settings, other searches none. */
const OF_ALERTS = [
  'counttype',
  'relation',
  'quantity',
  'alert.track',
  'alert.severity',
  'alert.digest_mode',
  'alert.suppress',
  'alert.suppress.fields',
  'alert.suppress.period',
  'alert.expires',
];
const OF_SUMMARIES = [
  'action.summary_index',
  'action.summary_index._name',
  'action.summary_index.report',
];
const OTHERS = ['realtime_schedule', 'dispatch.max_count'];

/** A relative time such as `-2w@w1`. */
const RELATIVE = /^(-\d+[mhdw])?(@[mhdw]\d?)?$/;
const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Returns how many seconds a relative time lies back, before it is snapped. */
function secondsBack(time: string): number {
  const [, count = '0', unit = 'm'] = /^-(\d+)([mhdw])/.exec(time) ?? [];
  return Number(count) * (SECONDS[unit] ?? 0);
}

/** Returns the values that one part of a cron schedule stands for. */
function valuesOf(part: string, size: number): number[] {
  const all = Array.from({ length: size }, (_, value) => value);
  const step = /^\*\/(\d+)$/.exec(part)?.[1];
  if (part === '*') return all;
  if (step !== undefined) return all.filter((value) => value % Number(step) === 0);
  return part.split(',').map(Number);
}

it('ships the searches that docs/schedules.md lists', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/schedules.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(LSTM Toolkit - [^`]+)`/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(searches.map(([name]) => name).toSorted());
});

describe.each(searches)('[%s]', (name, stanza) => {
  const value = (key: string): string => stanza[key] ?? '';
  const cron = value('cron_schedule').split(' ');
  const minutes = valuesOf(cron[0] ?? '', 60);
  const isAlert = 'alert.track' in stanza;

  it('has the settings that the scheduler needs, and no unknown one', () => {
    const known = [...NEEDED, ...OF_ALERTS, ...OF_SUMMARIES, ...OTHERS];
    expect(Object.keys(stanza)).toEqual(expect.arrayContaining(NEEDED));
    expect(Object.keys(stanza).filter((key) => !known.includes(key))).toEqual([]);
    for (const group of [OF_ALERTS, OF_SUMMARIES]) {
      expect([0, group.length]).toContain(group.filter((key) => key in stanza).length);
    }
  });

  it('does not run by itself, and sends nothing', () => {
    expect(value('enableSched')).toBe('0');
    expect(Object.keys(stanza).filter((key) => /disabled|email/.test(key))).toEqual([]);
    expect(value('search')).not.toMatch(/\b(?:collect|outputlookup|sendemail)\b/);
  });

  it('would run at most twelve times an hour, off the full hour', () => {
    expect(cron).toHaveLength(5);
    for (const [at, size] of [60, 24, 32, 13, 7].entries()) {
      for (const each of valuesOf(cron[at] ?? '', size)) {
        expect([each, each >= 0 && each < size]).toEqual([each, true]);
      }
    }
    expect(minutes.length).toBeLessThanOrEqual(12);
    if (minutes.length === 1) expect(minutes[0]).not.toBe(0);
  });

  it('has a window that is shorter than the time between two runs', () => {
    const between = minutes.length > 1 ? 60 / minutes.length : cron[1] === '*' ? 60 : 24 * 60;
    expect(Number(value('schedule_window'))).toBeLessThan(between);
    // Splunk takes a window only where runs may be left out.
    if (value('realtime_schedule') === '0') expect(value('schedule_window')).toBe('0');
  });

  it('reads a bounded time', () => {
    const [earliest, latest] = [value('dispatch.earliest_time'), value('dispatch.latest_time')];
    expect(earliest).toMatch(RELATIVE);
    expect(latest).toMatch(RELATIVE);
    expect(secondsBack(earliest)).toBeGreaterThan(secondsBack(latest));
  });

  it('says what to change', () => {
    const [, source, part] = /(lstm_\w+_source)\((\w+)\)/.exec(value('search')) ?? [];
    const trains = /\| lstmfit /.test(value('search'));
    expect(value('description')).toMatch(/change/i);
    if (source === undefined) return;
    expect(value('description')).toContain(`change the macro ${source}(1)`);
    expect([...macros.keys()]).toContain(`${source}(1)`);
    expect(part).toBe(trains ? 'train' : 'score');
  });

  it('scores as many minutes as lie between its runs', () => {
    const since = /since=-(\d+)m/.exec(value('search'))?.[1];
    if (since !== undefined) expect(Number(since)).toBe(60 / minutes.length);
  });

  it('runs as its owner on a model of this app', () => {
    expect(value('dispatchAs')).toBe('owner');
    expect(value('request.ui_dispatch_app')).toBe('lstm_toolkit');
    for (const [, model] of value('search').matchAll(/(?:into|lstmscore) (\S+)/g)) {
      expect(model).toMatch(/^app:/);
    }
  });

  it('is throttled by fields that its search returns', () => {
    if (!isAlert) return;
    for (const field of value('alert.suppress.fields').split(',')) {
      expect(value('search')).toMatch(
        new RegExp(`\\b(?:by|table)\\b.*\\b${field}\\b|\\(${field},`),
      );
    }
    expect(value('alert.digest_mode')).toBe('0');
    expect(name).not.toBe('');
  });
});
