/**
 * Runs `npm run splunk` against a local splunkd with TLS and the built app: as a process, as a person types it,
 * where that can matter, and otherwise in this one.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { generate } from 'selfsigned';
import { create } from 'tar';
import { readAppCommands } from '../../tools/local-splunk/command/commands-conf.ts';
import { startLocalSplunk } from '../../tools/local-splunk/local-splunk.ts';
import type { Fault, Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { makeTempFolder } from '../support/local-splunk/temp-folder.ts';
import {
  passwordOf,
  runCli,
  runHere,
  tokenOf,
  type Variables,
} from '../support/package/splunk-cli.ts';
import { appFolder } from '../support/package/wire-command.ts';

const START = Date.parse('2017-07-07T16:11:00Z') / 1000;
const MOST = 40;

/** There is one flow every 50 ms for six seconds, newest first, and every other one is an attack. */
const events: Table = {
  fields: ['_time', 'index', 'timestamp', 'label', 'bytes'],
  rows: Array.from({ length: 120 }, (_, row) => {
    const at = 119 - row;
    const label = at % 2 === 0 ? 'BENIGN' : 'DDoS';
    return [String(START + at * 0.05), 'cicids17', String(1000 + at), label, String(at * 7)];
  }),
};

const folder = makeTempFolder();
const caFile = join(folder, 'ca.pem');
let splunkd: Splunkd;
let trusted: Variables;

beforeAll(async () => {
  const addresses = ['127.0.0.1'];
  const options = { app: 'lstm_toolkit', appFolder, events, addresses, maxResultRows: MOST };
  splunkd = await startLocalSplunk(options);
  splunkd.addUser('root', ['admin']);
  writeFileSync(caFile, splunkd.certificate);
  trusted = { ...passwordOf(splunkd), SPLUNK_CA_FILE: caFile };
});

afterEach(() => {
  splunkd.fault = () => undefined;
});

afterAll(() => splunkd.close());

const rowsOf = (csv: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;

describe('search', () => {
  it.each(['job', 'export'])('%s prints all rows, however many pages they take', async (mode) => {
    const { exitCode, stdout, stderr } = await runHere(
      ['search', 'index=cicids17 | table timestamp label', '--mode', mode],
      trusted,
    );

    expect([exitCode, stderr]).toEqual([0, '']);
    const rows = rowsOf(stdout);
    expect(rows.map(({ timestamp }) => timestamp)).toEqual(events.rows.map((row) => row[2]));
    expect(rows[0]).toEqual({ timestamp: '1119', label: 'DDoS' });
  });

  it('oneshot prints what one answer holds', async () => {
    const args = ['search', 'index=cicids17 | table timestamp', '--mode', 'oneshot'];
    const { stdout } = await runHere(args, trusted);

    expect(rowsOf(stdout)).toHaveLength(MOST);
  });

  it.each(['job', 'oneshot', 'export'])('%s takes the rows between two times', async (mode) => {
    const range = ['--earliest', '2017-07-07T16:11:01', '--latest', String(START + 1.1)];
    const args = ['search', 'label=* | table timestamp', '--mode', mode, '--out', 'json', ...range];
    const { stdout } = await runHere(args, trusted);

    expect(JSON.parse(stdout)).toEqual([{ timestamp: '1021' }, { timestamp: '1020' }]);
  });

  it('shows the messages of commands on stderr, in the app and as the user asked for', async () => {
    const fit = 'index=cicids17 | lstmfit label from bytes into typed epochs=1 units=4';
    const where = ['--app', 'lstm_toolkit', '--owner', 'demo'];
    const { exitCode, stdout, stderr } = await runCli(['search', fit, ...where], trusted);

    expect(exitCode).toBe(0);
    expect(rowsOf(stdout)[0]).toMatchObject({ epoch: '1' });
    expect(stderr).toMatch(/^INFO {2}120 results read/m);
    const models = join(splunkd.home.etc, 'users/demo/lstm_toolkit/lookups');
    expect(readdirSync(models)).toEqual(['__lstm_typed.mlmodel']);
  });

  it('with a token does the same', async () => {
    const variables = { ...tokenOf(splunkd), SPLUNK_CA_FILE: caFile };
    const { exitCode, stdout } = await runHere(
      ['search', '| makeresults | table _time'],
      variables,
    );

    expect([exitCode, rowsOf(stdout).length]).toEqual([0, 1]);
  });

  it('reads no .env file, and prints none of the SDK’s log', async () => {
    writeFileSync(join(folder, '.env'), 'SPLUNK_TOKEN=another\n');
    const noisy = { ...trusted, LOG_LEVEL: 'ALL' };
    const { stdout, stderr } = await runCli(['search', '| makeresults'], noisy, folder);

    expect(stdout).toMatch(/^_time\n\d+\n$/);
    expect(stderr).toBe('');
  });
});

describe('the certificate', () => {
  const args = ['search', '| makeresults'];

  it('must be known', async () => {
    const { exitCode, stdout, stderr } = await runCli(args, passwordOf(splunkd));

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^The certificate of https:\S+ is not trusted \(DEPTH_ZERO_SELF_SIGNED/);
    expect(splunkd.requests.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('must be good for the host, even when its CA is known', async () => {
    const plain = await startLocalSplunk({ app: 'lstm_toolkit' });
    const ca = join(folder, 'plain.pem');
    writeFileSync(ca, plain.certificate);

    const { stderr } = await runHere(args, { ...passwordOf(plain), SPLUNK_CA_FILE: ca });
    const seen = plain.requests.length;
    await plain.close();

    expect(stderr).toContain('is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)');
    expect(seen).toBe(0);
  });

  it('may be left unchecked by --insecure on this machine', async () => {
    const { exitCode } = await runHere([...args, '--insecure'], passwordOf(splunkd));

    expect(exitCode).toBe(0);
  });

  it('may not be left unchecked elsewhere', async () => {
    const elsewhere = { ...passwordOf(splunkd), SPLUNK_URL: 'https://splunk.example:8089' };
    const { exitCode, stderr } = await runHere([...args, '--insecure'], elsewhere);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^--insecure is for this machine only .*, got splunk\.example: /);
  });
});

describe('one sentence and exit code 1 for', () => {
  const makeresults = ['search', '| makeresults'];
  const cases: [string, string[], (good: Variables) => Variables, RegExp][] = [
    ['an unknown verb', ['fly'], (good) => good, /^The verb must be one of search, fetch, install/],
    ['an unknown option', ['smoke', '--out', 'csv'], (good) => good, /^Unknown option '--out': /],
    [
      'a secret as an option',
      ['smoke', '--token=hush'],
      (good) => good,
      /^Unknown option '--token'/,
    ],
    ['no search', ['search'], (good) => good, /^search takes one SPL beside its options, got 0/],
    ['a wrong mode', [...makeresults, '--mode', 'fast'], (good) => good, /^--mode must be one of/],
    ['a wrong form', [...makeresults, '--out', 'xml'], (good) => good, /^--out must be one of csv/],
    ['a wrong count', ['fetch', '--count', '0'], (good) => good, /^--count must be a positive/],
    ['no URL', makeresults, (good) => ({ ...good, SPLUNK_URL: '' }), /^SPLUNK_URL must be set/],
    ['two logins', makeresults, (good) => ({ ...good, SPLUNK_TOKEN: 'a-token' }), /both are set/],
    [
      'a wrong password',
      makeresults,
      (good) => ({ ...good, SPLUNK_PASSWORD: 'a-guess' }),
      /^Splunk did not let you in \(Login failed\): check SPLUNK_TOKEN/,
    ],
    [
      'no server',
      makeresults,
      (good) => ({ ...good, SPLUNK_URL: 'https://127.0.0.1:1' }),
      /^Nothing answers at https:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/,
    ],
    [
      'a host that is not there',
      makeresults,
      (good) => ({ ...good, SPLUNK_URL: 'https://splunk.invalid' }),
      /^The host of https:\/\/splunk\.invalid:8089 is not known/,
    ],
    ['bad SPL', ['search', '| nothing'], (good) => good, /^Unknown search command 'nothing'/],
    ['no rows', ['search', 'bytes=-1'], (good) => good, /^The search gave no rows\./],
    [
      'a bad time',
      [...makeresults, '--earliest', 'soon'],
      (good) => good,
      /^Invalid earliest_time/,
    ],
    [
      'another owner',
      [...makeresults, '--owner', 'root'],
      (good) => good,
      /^Splunk answered with status 403: User 'demo' cannot act as 'root'/,
    ],
  ];

  it('no verb', async () => {
    const { exitCode, stdout, stderr } = await runCli([], trusted);

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^npm run --silent splunk -- <verb>/);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it.each(cases)('%s', async (_, args, change, sentence) => {
    const { exitCode, stdout, stderr } = await runHere(args, change(trusted));

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('hush');
  });

  it.each(['job', 'oneshot', 'export'])('a command that fails, as %s', async (mode) => {
    const search = '| makeresults | lstmscore nowhere';
    const { exitCode, stderr } = await runHere(['search', search, '--mode', mode], trusted);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error in 'lstmscore' command: Model nowhere .*\n$/);
    expect(stderr.split('Model nowhere')).toHaveLength(2);
  });

  it.each<[string, Fault, RegExp]>([
    ['503', { status: 503, body: {} }, /^Splunk answered with status 503: no reason given\n$/],
    ['a reset', 'reset', /^The connection to https:\S+ broke \(ECONNRESET\)/],
    ['half an answer', { status: 200, body: '{"messages": [' }, /^Splunk gave something else than/],
  ])('%s in the midst of it', async (_, fault, sentence) => {
    splunkd.fault = ({ path }) => (path.endsWith('/search/v2/jobs') ? fault : undefined);
    const args = [...makeresults, '--mode', 'oneshot'];
    const { exitCode, stderr } = await runHere(args, trusted);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it.each([
    ['a page', 200, '<html><body>Sign in</body></html>'],
    ['other JSON', 200, '{"name":"another"}'],
    ['a redirection, as Splunk Web', 303, ''],
  ])('a server that is no Splunk and answers with %s', async (_, status, body) => {
    const { private: key, cert } = await generate();
    const server = createServer({ key, cert }, (_request, response) => {
      const type = body.startsWith('{') ? 'application/json' : 'text/html';
      response.writeHead(status, { 'content-type': type, location: '/en-US' }).end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = server.address() as AddressInfo;
    const url = { SPLUNK_URL: `https://127.0.0.1:${port}` };

    const results = await Promise.all([
      runHere([...makeresults, '--insecure'], { ...passwordOf(splunkd), ...url }),
      runHere([...makeresults, '--insecure'], { ...tokenOf(splunkd), ...url }),
    ]);
    server.close();

    for (const { exitCode, stderr } of results) {
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^The server at SPLUNK_URL does not answer as Splunk does: .*8089/);
    }
  });
});

describe('fetch', () => {
  const labels = (csv: string): string =>
    rowsOf(csv)
      .map(({ label }) => label?.[0])
      .join('');

  it('prints the flows of both classes, oldest first, and asks Splunk once', async () => {
    const cache = join(folder, 'flows.json');
    const args = ['fetch', '--cache', cache, '--count', '3'];

    const first = await runHere(args, trusted);
    const asked = splunkd.requests.length;
    const second = await runHere(args, {});

    expect([first.exitCode, labels(first.stdout)]).toEqual([0, 'BBBDDD']);
    expect(rowsOf(first.stdout)[0]?.['timestamp']).toBe('1000');
    expect(second).toEqual(first);
    expect(splunkd.requests).toHaveLength(asked);
    expect(JSON.parse(readFileSync(cache, 'utf8')).rows).toHaveLength(6);
  });

  it('takes five seconds of the index cicids17 unless told otherwise', async () => {
    const { stdout } = await runHere(['fetch'], trusted);

    expect(rowsOf(stdout)).toHaveLength(100);
    expect(Math.max(...rowsOf(stdout).map((row) => Number(row['timestamp'])))).toBeLessThan(1100);
  });

  it.each([
    [
      'another query',
      '{"query":{},"fields":[],"rows":[]}',
      'holds the flows of another query: remove',
    ],
    ['no flows', '[1]', 'holds no flows: remove it'],
    ['no JSON', 'flows', 'cannot be read as JSON: remove it'],
  ])('refuses a cache of %s', async (_, text, sentence) => {
    const cache = join(folder, 'wrong.json');
    writeFileSync(cache, text);

    const { exitCode, stderr } = await runHere(['fetch', '--cache', cache], trusted);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${cache} ${sentence}`);
  });

  it('says which search found nothing, and keeps no file', async () => {
    const cache = join(folder, 'none.json');
    const args = ['fetch', '--cache', cache, '--index', 'other'];
    const { exitCode, stderr } = await runHere(args, trusted);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^No flows from .* for: index="other" label="BENIGN" \|/);
    expect(readdirSync(folder)).not.toContain('none.json');
  });
});

describe('install', () => {
  it('installs the package that splunkd finds at a path, over an older one', async () => {
    mkdirSync(join(folder, 'fresh/default'), { recursive: true });
    writeFileSync(join(folder, 'fresh/default/app.conf'), '[launcher]\nversion = 9.8.7\n');
    const file = join(folder, 'fresh.tgz');
    await create({ file, cwd: folder, gzip: true }, ['fresh']);
    const admin = { ...passwordOf(splunkd, 'root'), SPLUNK_CA_FILE: caFile };

    for (const _ of ['first', 'again']) {
      const { exitCode, stdout } = await runHere(['install', file], admin);
      expect([exitCode, stdout]).toEqual([
        0,
        'Installed fresh 9.8.7. Restart Splunk, so that its commands are known.\n',
      ]);
    }
  });

  it('says how the package gets to another machine, before it calls it', async () => {
    const elsewhere = { ...trusted, SPLUNK_URL: 'https://splunk.example:8089' };
    const { exitCode, stderr } = await runHere(['install'], elsewhere);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^REST has no upload: copy \S+\.tgz to splunk\.example and run "npm run/,
    );
  });

  it.each([
    ['a path that splunkd cannot read', '/no/such.tgz', 'Error opening /no/such.tgz: No such file'],
    ['a user who is no admin', caFile, 'lacks the capability install_apps'],
  ])('says what is wrong with %s', async (_, place, sentence) => {
    const user = place === caFile ? 'demo' : 'root';
    const variables = { ...passwordOf(splunkd, user), SPLUNK_CA_FILE: caFile };
    const { exitCode, stderr } = await runHere(['install', place], variables);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(`(splunkd must be able to read ${place} itself, and you must be an`);
  });
});

describe('smoke', () => {
  it('reports each step, and leaves no model', async () => {
    const commands = readAppCommands(appFolder);
    const { exitCode, stdout, stderr } = await runCli(['smoke'], trusted);

    // The check fails for an app without the commands that list and delete models.
    const isWhole = commands.has('lstmmodels') && commands.has('lstmmanage');
    expect([exitCode, stderr]).toEqual([isWhole ? 0 : 1, '']);
    const steps = stdout.split('\n').map((line) => line.slice(0, 14).trim());
    const names = ['server', 'app', 'flows', 'fit', 'score', 'stream', 'list', 'delete'];
    const passed = names.slice(0, isWhole ? names.length : 6);
    expect(steps.slice(0, passed.length)).toEqual(passed.map((name) => `ok    ${name}`));
    const models = join(splunkd.home.etc, 'users/demo/search/lookups');
    expect(readdirSync(models)).toEqual([]);
  });

  it('stops at the first step that fails', async () => {
    const bare = await startLocalSplunk({ app: 'lstm_toolkit' });

    const { exitCode, stdout } = await runHere(['smoke', '--insecure'], passwordOf(bare));
    await bare.close();

    expect(exitCode).toBe(1);
    expect(stdout.split('\n').slice(1)).toEqual([
      'FAIL  app       expected lstm_toolkit to be installed (npm run splunk -- install), got no such app',
      ...['flows', 'fit', 'score', 'stream', 'list', 'delete'].map((name) => `skip  ${name}`),
      'ok    clean up  no model is left',
      '',
    ]);
  });
});
