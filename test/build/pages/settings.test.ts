import { describe, expect, it } from '@jest/globals';
import { settings } from '../../../src/store/settings.ts';
import { expandMacros, readMacros } from '../../../tools/local-splunk/spl/macros.ts';
import { textOf, toRecords } from '../../../tools/local-splunk/table.ts';
import { runWords } from '../../support/local-splunk/run-words.ts';

/** The rows of "lstmmodels show=settings", as far as the page's macro reads them. */
const rows = {
  fields: ['setting', 'range'],
  rows: Object.entries(settings).map(([name, { allowed }]) => [name, allowed]),
};

function steps(setting: string, value: string): [string, string][] {
  const chosen = `lstm_setting=urldecode("${setting}"), lstm_value=urldecode("${encodeURIComponent(value)}")`;
  const search = `inputlookup rows.csv | eval ${chosen} | \`lstm_setting_line\``;
  const table = runWords(expandMacros(search, readMacros('app')), {
    lookups: { tables: { 'rows.csv': rows } },
  });
  return toRecords(table).map(({ step = '', what = '' }) => [textOf(step), textOf(what)]);
}

describe('the line that the Settings page writes', () => {
  it.each([
    ['max_fit_time', '300', 'max_fit_time = 300'],
    ['log_level', 'warn', 'log_level = warn'],
    [
      'ca_file',
      '$SPLUNK_HOME/etc/auth/our "own" ca.pem',
      'ca_file = $SPLUNK_HOME/etc/auth/our "own" ca.pem',
    ],
  ])('sets %s to %s', (setting, value, line) => {
    expect(steps(setting, value)[0]).toEqual(['Write this line', line]);
    expect(steps(setting, value)).toHaveLength(4);
  });

  const VALUES = [
    '0',
    '1',
    '64',
    '65',
    '600',
    '86401',
    'x',
    '-1',
    '1.5',
    '/tmp/x',
    'tmp',
    '$HOME/x',
    'INFO',
    'debug',
    '(empty)',
  ];
  it.each(Object.keys(settings))('is written for what %s allows alone', (name) => {
    const { allowed, parse } = settings[name as keyof typeof settings];
    for (const value of VALUES) {
      const isAllowed = parse(value === '(empty)' ? '' : value) !== undefined;
      const [[step, what] = []] = steps(name, value);
      expect([value, step]).toEqual([value, isAllowed ? 'Write this line' : 'Not allowed']);
      if (!isAllowed) expect(what).toContain(`${name} must be ${allowed}`);
    }
  });
});
