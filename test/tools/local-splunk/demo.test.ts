import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { demo, type Screen } from '../../../tools/local-splunk/demo.ts';
import { writeFakeApp } from '../../support/local-splunk/fake-app.ts';
import { makeTempFolder } from '../../support/local-splunk/temp-folder.ts';

const appFolder = writeFakeApp();
const csv = join(makeTempFolder(), 'own.csv');
writeFileSync(csv, `n\n${Array.from({ length: 23 }, (_, n) => n).join('\n')}\n`);

function screenOf(lines: string[]): Screen {
  return { print: (line) => lines.push(line), width: 120 };
}

async function print(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await demo(args, appFolder, screenOf(lines));
  return lines;
}

describe('demo', () => {
  it('runs a search on a CSV and shows its results and messages', async () => {
    const lines = await print('--csv', csv, 'head 2 | fake echo type=events');
    expect(lines).toEqual(['\nhead 2 | fake echo type=events\n', 'n', '0', '1', 'INFO  echoed']);
  });

  it('the CSV is a lookup too, and searches run one after another', async () => {
    const lines = await print('--csv', csv, 'inputlookup own.csv | tail 1', 'stats count as rows');
    expect(lines.filter((line) => !line.startsWith('\n'))).toEqual([' n', '22', 'rows', '  23']);
  });

  it('shows at most 20 rows and how many more there are', async () => {
    const lines = await print('--csv', csv, 'table n');
    expect(lines).toHaveLength(1 + 1 + 20 + 1);
    expect(lines.at(-1)).toBe('… and 3 more rows');
  });

  it('passes --chunk-rows on', async () => {
    const lines = await print('--csv', csv, '--chunk-rows', '10', 'fake report');
    expect(lines.filter((line) => line.includes('__mv_n'))).toHaveLength(3);
  });

  it('has 1,000 flows when no CSV is given', async () => {
    const lines = await print('inputlookup netflows.csv | stats count by label');
    expect(lines[0]).toBe('1,000 netflows made (500 benign, 500 ddos), newest first');
    expect(lines.slice(2)).toEqual(['label   count', 'benign    500', 'ddos      500']);
  });

  it('without arguments fits and scores a model on the flows', async () => {
    const both = ['lstmfit', 'lstmscore'].map(
      (name) => `[${name}]\nchunked = 1\nfilename = fake.sh\n`,
    );
    const app = writeFakeApp();
    writeFileSync(join(app, 'default/commands.conf'), both.join(''));
    const lines: string[] = [];
    await demo([], app, screenOf(lines));
    expect(lines.filter((line) => line.startsWith('\n|'))).toEqual([
      '\n| inputlookup netflows.csv | lstmfit label from * into ddos window=fields split=random optimizer=rmsprop batch_size=16 epochs=2\n',
      '\n| inputlookup netflows.csv | lstmscore ddos | stats count by label "predicted(label)"\n',
    ]);
    expect(lines).toContain('… and 980 more rows');
    expect(lines.at(-2)).toMatch(/^Open it in Splunk: dist\/lstm_toolkit-[\d.]+\.tgz /);
    expect(lines.at(-1)).toMatch(/^Your own data: /);
  });

  it('says once why a search failed', async () => {
    const lines: string[] = [];
    const failing = demo(['fake fail'], appFolder, screenOf(lines));
    await expect(failing).rejects.toThrow("Error in 'fake' command: it failed");
    expect(lines.at(-1)).toBe('\nfake fail\n');
  });

  it('--help prints the options, and runs nothing', async () => {
    const lines = await print('--help');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^npm start -- \[options\][\s\S]*--csv[\s\S]*--keep[\s\S]*--now/);
  });

  it('--keep keeps what searches write for the next call', async () => {
    const kept = join(makeTempFolder(), 'kept');
    await print('--keep', kept, '--csv', csv, 'head 1 | outputlookup one.csv');
    const lines = await print('--keep', kept, 'inputlookup one.csv');
    expect(lines.slice(2)).toEqual(['n', '0']);
  });

  it('--now sets the present time of the searches', async () => {
    const search = 'makeresults | eval day=relative_time(now(), "@d") | table _time day';
    const lines = await print('--now', '2026-03-05T14:07:09', search);
    expect(lines.slice(2)).toEqual([
      '_time                       day',
      '2026-03-05 14:07:09  1772668800',
    ]);
  });

  it.each([
    [['--csv', csv], '--csv must be followed by a search'],
    [['--csv', '/no/such.csv', 'head'], 'Cannot read /no/such.csv'],
    [['--chunk-rows', 'x'], '--chunk-rows must be a positive integer, got "x"'],
    [['--rows', '3'], "Unknown option '--rows'. npm start -- --help lists the options."],
    [['--now', 'soon', 'head'], '--now must be epoch seconds, ISO 8601, or like -1d@d; got "soon"'],
    [['--keep', dirname(csv), 'head'], 'holds other files: name a folder that is empty'],
    [['tstats'], "Unknown search command 'tstats'"],
  ])('%j: %s', async (args, message) => {
    await expect(print(...args)).rejects.toThrow(message);
  });

  it('ends with exit code 1 and one sentence on stderr', () => {
    const script = join(import.meta.dirname, '../../../tools/local-splunk/demo.ts');
    const args = [script, '--csv', '/no/such.csv', 'head'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Cannot read \/no\/such\.csv: ENOENT.*\n$/);
  });
});
