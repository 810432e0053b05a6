import { expect, it } from '@jest/globals';
import { decoded, epochOf, quotedForSearch } from '../../../../build/pages/studio/token-values.ts';
import { toRecords } from '../../../../tools/local-splunk/table.ts';
import { runWords } from '../../../support/local-splunk/run-words.ts';
import { fillTokens } from '../../../support/pages/tokens.ts';

function evaluated(expression: string, value: string): string {
  const filled = fillTokens(expression, new Map([['t', value]]));
  const [row] = toRecords(runWords(`makeresults | eval x=${filled} | table x`, {}));
  return String(row?.['x']);
}

it.each([
  ['1772701200'],
  ['2026-03-05T09:00:00.000+00:00'],
  ['2026-03-05T10:00:00.000+01:00'],
  ['2026-03-05T09:00:00Z'],
])('the time %s of a click is epoch seconds', (time) => {
  expect(Number(evaluated(epochOf('t'), time))).toBe(1772701200);
});

it.each(['a b', 'x" | delete "', 'C:\\logs', '50 % of 3+4'])('%s stays what it is', (text) => {
  expect(evaluated(decoded('t'), text)).toBe(text);
});

it('a text in quotes holds no quote and no backslash', () => {
  expect(evaluated(quotedForSearch(decoded('t')), 'a "b" \\c')).toBe('"a *b* *c"');
});
