import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { model } from '../../../tools/export/model.ts';

const root = join(import.meta.dirname, '../../..');
const USAGE = 'npm run model -- export FILE --to keras|onnx [--version N] [--out PATH]';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lstm-export-'));
  file = join(folder, '__lstm_ddos.mlmodel');
  copyFileSync(join(root, 'test/fixtures/format-1-windows.mlmodel'), file);
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await model(args, (line) => lines.push(line));
  return lines;
}

describe('npm run model -- export', () => {
  it.each(['keras', 'onnx'])('writes a file for %s and says so', async (to) => {
    const out = join(folder, `m.${to}`);

    const lines = await run('export', file, '--to', to, '--version', '1', '--out', out);

    const kilobytes = Math.ceil(statSync(out).size / 1000);
    expect(lines).toEqual([`Model ddos, version 1, written to ${out}, ${kilobytes} kB.`]);
  });

  it('names the file after model and version, in the current folder', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'tools/export/model.ts'), 'export', file, '--to', 'onnx'],
      { cwd: folder, encoding: 'utf8' },
    );

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'Model ddos, version 1, written to ddos-1.onnx, 4 kB.\n',
    });
    expect(existsSync(join(folder, 'ddos-1.onnx'))).toBe(true);
  });

  it('ends with 1 and one sentence when something is wrong', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'tools/export/model.ts'), 'export', file, '--to', 'torch'],
      { encoding: 'utf8' },
    );

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Invalid value for --to: must be keras or onnx, got "torch"\n',
    });
  });

  it.each([
    [
      'an unknown verb',
      ['import', 'MODEL'],
      `The first word must be export, got "import": ${USAGE}`,
    ],
    ['no file', ['export', '--to', 'onnx'], `export takes one file, got 0: ${USAGE}`],
    [
      'two files',
      ['export', 'MODEL', 'MODEL', '--to', 'onnx'],
      `export takes one file, got 2: ${USAGE}`,
    ],
    ['no format', ['export', 'MODEL'], `--to is missing: ${USAGE}`],
    [
      'a format that is a name of JavaScript',
      ['export', 'MODEL', '--to', 'constructor'],
      'Invalid value for --to: must be keras or onnx, got "constructor"',
    ],
    [
      'a version that is no number',
      ['export', 'MODEL', '--to', 'onnx', '--version', 'last'],
      'Invalid value for --version: must be a positive integer, got "last"',
    ],
    [
      'a version that is not there',
      ['export', 'MODEL', '--to', 'onnx', '--version', '7'],
      'Model ddos has no version 7: it has 1.',
    ],
    [
      'a missing file',
      ['export', 'MODEL.gone', '--to', 'onnx'],
      'The model file MODEL.gone cannot be read (ENOENT): it lies in the folder lookups of the app or user that saved it, under $SPLUNK_HOME/etc.',
    ],
    [
      'a folder that is not there',
      ['export', 'MODEL', '--to', 'onnx', '--out', 'MODEL.gone/m.onnx'],
      'MODEL.gone/m.onnx cannot be written (ENOENT): choose another --out.',
    ],
  ])('refuses %s', async (_, args, sentence) => {
    const typed = args.map((word) => word.replace('MODEL', file));

    const refused = run(...typed);

    await expect(refused).rejects.toMatchObject({
      name: 'UserError',
      message: sentence.replace('MODEL', file),
    });
  });

  it('refuses a file that is no model, and names an unknown option', async () => {
    writeFileSync(file, 'host,owner\nweb-1,ana\n');

    await expect(run('export', file, '--to', 'onnx')).rejects.toThrow(
      'The file of model ddos cannot be used: it is no model of this app.',
    );
    await expect(run('export', file, '--format', 'onnx')).rejects.toThrow("'--format'");
  });

  it('leaves the model as it was', async () => {
    const before = readFileSync(file);

    await run('export', file, '--to', 'onnx', '--out', join(folder, 'm.onnx'));

    expect(readFileSync(file)).toEqual(before);
  });
});

it('--help says what to type, and so does a line without a word', async () => {
  const lines: string[] = [];
  await model(['--help'], (line) => lines.push(line));
  expect(lines.join('')).toContain('--out PATH   the file to write');
  await expect(model([], () => undefined)).rejects.toThrow(lines.join(''));
});
