import { expect, it } from '@jest/globals';
import { concatRows, formatRows } from '../../../tools/splunk-cli/result-rows.ts';

const found = {
  fields: ['host', 'predicted(label)', 'tags'],
  rows: [{ host: 'a,b', tags: ['x', 'y'] }, { 'predicted(label)': 'say "no"' }],
  messages: [],
};

it('CSV has all fields in each row; values of a multivalue field are lines', () => {
  const csv = 'host,predicted(label),tags\n"a,b",,"x\ny"\n,"say ""no""",\n';
  expect(formatRows(found, 'csv')).toBe(csv);
});

it('JSON is an array, a row a line', () => {
  const text = formatRows(found, 'json');

  expect(JSON.parse(text)).toEqual(found.rows);
  expect(text.split('\n')).toHaveLength(found.rows.length + 3);
});

it('rows of several searches have the fields of all', () => {
  const more = { fields: ['tags', 'port'], rows: [{ port: '80' }], messages: [] };

  const { fields, rows } = concatRows([found, more]);

  expect(fields).toEqual(['host', 'predicted(label)', 'tags', 'port']);
  expect(rows).toEqual([...found.rows, { port: '80' }]);
});
