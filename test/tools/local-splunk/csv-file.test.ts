import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readCsvFile, writeCsvFile } from '../../../tools/local-splunk/csv-file.ts';
import { makeTempFolder } from '../../support/local-splunk/temp-folder.ts';

const folder = makeTempFolder();

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('readCsvFile', () => {
  it.each([
    ['plain', 'a,b\n1,2\n', ['a', 'b'], [['1', '2']]],
    ['with a byte order mark', '\uFEFFa\n1\n', ['a'], [['1']]],
    ['with carriage returns', 'a,b\r\n1,2\r\n', ['a', 'b'], [['1', '2']]],
    ['with blanks around names', ' a, b \n1, 2\n', ['a', 'b'], [['1', ' 2']]],
    ['with quotes', 'a,b\n"x, ""y""","1\n2"\n', ['a', 'b'], [['x, "y"', '1\n2']]],
    ['without rows', 'a,b\n', ['a', 'b'], []],
  ])('reads a file %s', (name, content, fields, rows) => {
    expect(readCsvFile(file(`${name}.csv`, content))).toEqual({ fields, rows });
  });

  it('unpacks .gz', () => {
    const path = file('packed.csv.gz', gzipSync('a\n1\n'));
    expect(readCsvFile(path)).toEqual({ fields: ['a'], rows: [['1']] });
  });

  it.each([
    ['', 'is empty: it must have a header row'],
    ['a,b,a\n', 'has the field "a" twice: rename one'],
    ['a,b\n1,2\n3\n', 'row 2 of'],
  ])('refuses %j', (content, message) => {
    expect(() => readCsvFile(file('bad.csv', content))).toThrow(message);
  });

  it('says which file it cannot read', () => {
    expect(() => readCsvFile('/no/such.csv')).toThrow('Cannot read /no/such.csv: ENOENT');
  });
});

it('writeCsvFile() writes what readCsvFile() reads', () => {
  const table = {
    fields: ['a', 'b c'],
    rows: [
      ['1', 'x "y"\nz'],
      ['', ','],
    ],
  };
  const path = join(folder, 'out.csv');
  writeCsvFile(path, table);
  expect(readCsvFile(path)).toEqual(table);
});
