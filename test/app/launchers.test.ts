import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandTable } from '../../src/commands/command-table.ts';
import { WireCommand } from '../support/package/wire-command.ts';
import { getinfo } from '../support/package/wire-dialogue.ts';

const bin = join(import.meta.dirname, '../../dist/lstm_toolkit/bin');
const node = join(bin, 'linux_x86_64/node');

const expectedTypes = {
  lstmfit: 'reporting',
  lstmscore: 'events',
  lstmmodels: 'reporting',
  lstmmanage: 'reporting',
};
const searchArguments = {
  lstmfit: ['label', 'from', '*', 'into', 'm'],
  lstmscore: ['m'],
  lstmmodels: ['m'],
  lstmmanage: ['delete', 'm'],
};

type Command = keyof typeof expectedTypes;
const commands: readonly Command[] = commandTable.map(({ name }) => name);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lstm toolkit launchers '));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program as splunkd would while it parses a search: one getinfo, then the end of stdin. */
function exchange(command: Command, program: string, args: string[], options: object = {}) {
  const words = searchArguments[command];
  const metadata = JSON.stringify({
    action: 'getinfo',
    preview: false,
    searchinfo: {
      args: words,
      raw_args: words,
      sid: '',
      app: 'search',
      owner: 'ana',
      username: 'ana',
    },
  });
  const input = `chunked 1.0,${Buffer.byteLength(metadata)},0\n${metadata}`;
  const env = { PATH: process.env['PATH'], SPLUNK_HOME: folder };
  return spawnSync(program, args, { input, env, encoding: 'utf8', timeout: 60_000, ...options });
}

/** Returns what the command answered: the metadata of the only chunk on stdout. */
function answer({ stdout, stderr, status }: ReturnType<typeof exchange>): Record<string, unknown> {
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const [, length, metadata] = /^chunked 1\.0,(\d+),0\n(.*)$/s.exec(stdout) ?? [];
  expect(Buffer.byteLength(metadata ?? '')).toBe(Number(length));
  return JSON.parse(metadata ?? '');
}

/** Returns variables, each of which stops a Node.js that inherits it. */
function poisons(): Record<string, string> {
  const libraries = join(folder, 'libraries');
  mkdirSync(libraries, { recursive: true });
  writeFileSync(join(libraries, 'libstdc++.so.6'), 'no library');
  writeFileSync(join(folder, 'openssl.cnf'), 'openssl_conf = nowhere\n[broken');
  return {
    LD_LIBRARY_PATH: libraries,
    OPENSSL_CONF: join(folder, 'openssl.cnf'),
    NODE_OPTIONS: '--no-such-option',
  };
}

describe.each(commands)('the launcher of %s', (command) => {
  const launcher = join(bin, `${command}.sh`);
  const type = expectedTypes[command];

  it('starts the command', () => {
    expect(answer(exchange(command, launcher, []))).toMatchObject({ type });
  });

  it('gives it an environment that holds SPLUNK_HOME only', async () => {
    const written = join(folder, `${command}-written`);
    const environment = {
      PATH: process.env['PATH'] ?? '',
      SPLUNK_HOME: folder,
      NODE_DEBUG: 'http,https,tls,net',
      NODE_V8_COVERAGE: written,
      NODE_COMPILE_CACHE: written,
      NODE_REDIRECT_WARNINGS: join(written, 'warnings'),
      LD_AUDIT: '/nowhere/audit.so',
      TF_CPP_MIN_LOG_LEVEL: '0',
      LINES: 'several\nlines',
    };
    const sessionKey = 'a-key-that-nobody-should-see';
    const searchinfo = {
      session_key: sessionKey,
      splunkd_uri: 'https://127.0.0.1:1',
      app: 'search',
    };
    const args = searchArguments[command];

    const wire = new WireCommand(command, environment);
    await wire.ask(getinfo({ environment, searchinfo }, { args }));
    const variables = readFileSync(`/proc/${wire.pid}/environ`, 'utf8').split('\0').slice(0, -1);
    const reply = await wire.ask({ action: 'execute', finished: true }, 'label,a\nx,1\n');
    const { stderr } = await wire.end();

    expect(variables).toEqual([`SPLUNK_HOME=${folder}`]);
    // This line comes from the loader of the shell, before the launcher starts.
    expect(stderr.split('\n').filter((line) => !line.includes('/nowhere/audit.so'))).toEqual(['']);
    expect(stderr + reply.json).not.toContain(sessionKey);
    expect(() => readdirSync(written)).toThrow('ENOENT');
  });
});

it('the launchers are one script, apart from the names of their commands', () => {
  const scripts = commands.map((command) =>
    readFileSync(join(bin, `${command}.sh`), 'utf8').replaceAll(command, 'COMMAND'),
  );

  expect(scripts[0]).toContain('COMMAND');
  expect(new Set(scripts).size).toBe(1);
});

describe('a launcher', () => {
  const command = 'lstmfit';
  const launcher = join(bin, `${command}.sh`);
  const type = expectedTypes[command];

  it('starts its command in a poisoned environment', () => {
    const env = {
      PATH: process.env['PATH'],
      SPLUNK_HOME: folder,
      NODE_PATH: '/nowhere',
      SSL_CERT_FILE: '/nowhere/ca.pem',
      SSL_CERT_DIR: '/nowhere',
      ...poisons(),
    };

    expect(answer(exchange(command, launcher, [], { env }))).toMatchObject({ type });
  });

  it('starts its command from a path with blanks', () => {
    const path = join(folder, 'a path with blanks');
    symlinkSync(bin, path);

    expect(answer(exchange(command, join(path, `${command}.sh`), []))).toMatchObject({ type });
  });

  it('starts its command when it is named without a folder', () => {
    const result = exchange(command, 'sh', [`${command}.sh`], { cwd: bin });

    expect(answer(result)).toMatchObject({ type });
  });

  it.each([['dash'], ['bash']])('refuses another platform, in %s', (shell) => {
    const tools = join(folder, `${shell}-tools`);
    mkdirSync(tools);
    writeFileSync(join(tools, 'uname'), '#!/bin/sh\necho Linux aarch64\n');
    chmodSync(join(tools, 'uname'), 0o755);
    const env = { PATH: `${tools}:${process.env['PATH']}` };

    const reply = answer(exchange(command, shell, [launcher], { env }));

    const sentence = `This package of LSTM Toolkit is for Linux x86-64, this search head is Linux aarch64: ${command} cannot run here.`;
    expect(reply).toEqual({
      inspector: { messages: [['ERROR', sentence]] },
      finished: true,
      error: sentence,
    });
  });

  it.each([['/nowhere'], [''], [undefined]])('starts its command where PATH is %j', (PATH) => {
    const env = { SPLUNK_HOME: folder, ...(PATH === undefined ? {} : { PATH }) };

    expect(answer(exchange(command, launcher, [], { env }))).toMatchObject({ type });
  });

  it('starts its command from a path that looks like a variable', () => {
    const path = join(folder, 'home=here');
    symlinkSync(bin, path);

    expect(answer(exchange(command, join(path, `${command}.sh`), []))).toMatchObject({ type });
  });
});

describe('the Node.js of the app', () => {
  it.each(['LD_LIBRARY_PATH', 'OPENSSL_CONF', 'NODE_OPTIONS'])(
    'does not start with the bad %s that the launchers take away',
    (name) => {
      const { status } = spawnSync(node, ['--eval', '0'], { env: { [name]: poisons()[name] } });

      expect(status).not.toBe(0);
    },
  );
});
