import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS_PATH } from '../../src/store/limits.ts';
import { builtKernels } from '../support/kernel/native-kernels.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const input = flows(300);
const NO_ROWS = { fields: [], rows: [] };
const isBuilt = builtKernels.length > 0;
const best = builtKernels[0]?.set ?? 'wasm';

/** Returns the kernels that the lines of commands name in the log. */
function kernelsOf(command: string): unknown[] {
  return head
    .log()
    .filter((line) => line['event'] === 'run' && line['command'] === command)
    .map((line) => line['kernel']);
}

describe('the kernel', () => {
  it('is named by the log and by the record of a model, and is WebAssembly where the setting says so', async () => {
    const train = (model: string) =>
      head.run(`lstmfit label from bytes proto into ${model} ${TINY}`, input);
    const scores = async (model: string) =>
      column((await head.run(`lstmscore ${model} as x`, input)).table, 'x_probability');
    const kernelOf = async (model: string) => {
      const facts = await head.records(`lstmmodels ${model} show=search`, NO_ROWS);
      return facts.find(({ name }) => name === 'kernel')?.['value'];
    };
    await train('any');
    const fast = await scores('any');
    head.configure({ kernel: 'wasm' });
    await train('portable');

    expect(await scores('any')).toEqual(fast);
    expect(await scores('portable')).toEqual(fast);
    expect(head.versions('portable')[0]?.weights).toBe(head.versions('any')[0]?.weights);
    expect([await kernelOf('any'), await kernelOf('portable')]).toEqual([best, 'wasm']);
    expect(kernelsOf('lstmfit')).toEqual([best, 'wasm']);
    expect(kernelsOf('lstmscore')).toEqual([best, 'wasm', 'wasm']);
    head.configure({});
  });
});

(isBuilt ? describe : describe.skip)('a native kernel that cannot be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-kernel-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const [app, bin] = [join(folder, 'lstm_toolkit'), join(folder, 'lstm_toolkit/bin')];
  const kernel = join(bin, 'linux_x86_64/kernel.node');

  /** Makes an app that links to the built one, with a kernel of its own. */
  beforeAll(() => {
    mkdirSync(join(bin, 'linux_x86_64'), { recursive: true });
    for (const part of ['', 'bin', 'bin/linux_x86_64']) {
      const inner = ['bin', 'linux_x86_64', 'kernel.node'];
      const names = readdirSync(join(appFolder, part)).filter((name) => !inner.includes(name));
      for (const name of names) symlinkSync(join(appFolder, part, name), join(app, part, name));
    }
  });

  it.each<[string, string, (file: string) => void]>([
    ['missing', 'The package was made without', () => undefined],
    ['cut short', 'the file was cut short', (file) => truncateSync(file, 100_000)],
    ['text', 'it is no library', (file) => writeFileSync(file, 'text '.repeat(99))],
    [
      'of another processor',
      'it is for another processor',
      (file) => {
        const bytes = readFileSync(file);
        bytes.writeUInt16LE(183, 18);
        writeFileSync(file, bytes);
      },
    ],
  ])('%s: WebAssembly computes, and the log has one line', async (name, reason, spoil) => {
    rmSync(kernel, { force: true });
    if (name !== 'missing') cpSync(join(appFolder, 'bin/linux_x86_64/kernel.node'), kernel);
    spoil(kernel);
    const model = name.replaceAll(' ', '_');
    const before = head.log().length;

    await head.run(`lstmfit label from bytes proto into ${model} ${TINY}`, input, {
      appFolder: app,
    });

    const lines = head.log().slice(before);
    const told = lines.filter((line) => line['event'] === 'wasm kernel');
    expect(told.map((line) => line['reason'])).toEqual([expect.stringContaining(reason)]);
    expect(lines.find((line) => line['event'] === 'run')?.['kernel']).toBe('wasm');
    expect(head.versions(model)).toHaveLength(1);
  });

  it('is not even opened where splunkd does not give the settings, which may forbid it', async () => {
    writeFileSync(kernel, 'no library');
    await head.run(`lstmfit label from bytes proto into told ${TINY}`, input);
    const { table: usual } = await head.run('lstmscore told as x', input);
    const fault = { status: 500, body: {} };
    head.splunkd.fault = ({ path }) => (path === LIMITS_PATH ? fault : undefined);
    const before = head.log().length;

    for (const order of ['time', 'input']) {
      const score = `lstmscore told as x order=${order}`;
      const { table } = await head.run(score, input, { appFolder: app });
      expect(column(table, 'x_probability')).toEqual(column(usual, 'x_probability'));
    }
    const checks = await head.records('| lstmmodels show=health', NO_ROWS, { appFolder: app });

    head.splunkd.fault = () => undefined;
    const lines = head.log().slice(before);
    const reason = 'The settings cannot be read, and may forbid native code.';
    const told = lines.filter((line) => line['event'] === 'wasm kernel');
    expect(told.map((line) => line['reason'])).toEqual([reason, reason]);
    const runs = lines.filter((line) => line['command'] === 'lstmscore' && line['event'] === 'run');
    expect(runs.map((line) => line['kernel'])).toEqual(['wasm', 'wasm']);
    expect(checks.map((check) => check['value'])).toContainEqual(
      expect.stringContaining('wasm kernel'),
    );
  });
});
