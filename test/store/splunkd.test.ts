import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { Splunkd } from '../../src/store/splunkd.ts';

// The tests check which certificate of splunkd is trusted, on a loopback address and elsewhere. The code
// takes only 127.0.0.1, ::1 and localhost for loopback, so 127.0.0.2 stands for another host.

const OTHER_HOST = '127.0.0.2';

let servers: Server[];
let home: string;
let ports: number[];
/** The number of requests that came to a server. */
let answered: number;
/** The certificate of the server, and one that has nothing to do with it. */
let certificates: string[];

beforeAll(async () => {
  const made = await Promise.all(
    ['sh1.example.com', 'stranger'].map((value) =>
      generate([{ name: 'commonName', value }], { keyType: 'ec', algorithm: 'sha256' }),
    ),
  );
  certificates = made.map(({ cert }) => cert);
  servers = await Promise.all(
    ['127.0.0.1', OTHER_HOST].map(async (host) => {
      const { private: key = '', cert = '' } = made[0] ?? {};
      const server = createServer({ key, cert }, (_, response) => {
        answered++;
        response.end('{"entry":[]}');
      });
      server.listen(0, host);
      await once(server, 'listening');
      return server;
    }),
  );
  ports = servers.map((server) => (server.address() as AddressInfo).port);
});

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

beforeEach(() => {
  answered = 0;
  home = mkdtempSync(join(tmpdir(), 'splunk home-'));
});

function writeConf(layer: string, ...lines: readonly string[]): void {
  const folder = join(home, 'etc/apps/lstm_toolkit', layer);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lstm_toolkit.conf'), `${lines.join('\n')}\n`);
}

/** Returns the status of a call to one of the servers, or why it failed. */
async function call(host: '127.0.0.1' | typeof OTHER_HOST): Promise<number | string> {
  const uri = `https://${host}:${ports[host === OTHER_HOST ? 1 : 0]}`;
  const access = { uri, sessionKey: 'key', home };
  const splunkd = new Splunkd(access, { timeoutMs: 5000, retryAfterMs: [] });
  const answer = splunkd.get('/services/server/info');
  const said = await answer.then(
    ({ status }) => status,
    ({ message }: Error) => message.replace(uri, 'URI'),
  );
  rmSync(home, { recursive: true });
  return said;
}

const untrusted = (code: string): string =>
  `splunkd at URI did not answer: its certificate is not trusted (${code}), see ca_file in lstm_toolkit.conf.`;

describe('the certificate of splunkd', () => {
  it('is not checked on a loopback address where no CA is named', async () => {
    writeConf('default', '[settings]', 'ca_file =');

    expect(await call('127.0.0.1')).toBe(200);
  });

  it('is checked elsewhere, always', async () => {
    expect(await call(OTHER_HOST)).toBe(untrusted('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  it('that is not trusted gets no request, which has the session key', async () => {
    await call(OTHER_HOST);

    expect(answered).toBe(0);
  });

  it('must be signed by the CA that is named, its name is not compared on a loopback address', async () => {
    writeFileSync(join(home, 'ca.pem'), certificates[0] ?? '');
    writeConf('default', '[settings]', 'ca_file = /nowhere.pem');
    writeConf(
      'local',
      '[other]',
      'ca_file = /nowhere.pem',
      '[settings]',
      'ca_file = $SPLUNK_HOME/ca.pem',
    );

    expect(await call('127.0.0.1')).toBe(200);
  });

  it('of another CA is refused on a loopback address too', async () => {
    writeFileSync(join(home, 'ca.pem'), certificates[1] ?? '');
    writeConf('local', '[settings]', `ca_file = ${home}/ca.pem`);

    expect(await call('127.0.0.1')).toBe(untrusted('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  it('must name the host elsewhere', async () => {
    writeFileSync(join(home, 'ca.pem'), certificates[0] ?? '');
    writeConf('local', '[settings]', `ca_file = ${home}/ca.pem`);

    expect(await call(OTHER_HOST)).toBe(untrusted('ERR_TLS_CERT_ALTNAME_INVALID'));
  });

  it.each(['', 'no certificate', '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n'])(
    'cannot be checked with a file that has %j',
    async (text) => {
      writeFileSync(join(home, 'ca.pem'), text);
      writeConf('local', '[settings]', `ca_file = ${home}/ca.pem`);
      const path = join(home, 'ca.pem');

      expect(await call('127.0.0.1')).toBe(
        `The file ${path} that ca_file in [settings] of lstm_toolkit.conf names has no certificate in PEM: ask an administrator to correct it.`,
      );
    },
  );

  it('cannot be checked with a file that is not there', async () => {
    writeConf('local', '[settings]', 'ca_file = /nowhere.pem');

    expect(await call('127.0.0.1')).toBe(
      'The file /nowhere.pem that ca_file in [settings] of lstm_toolkit.conf names cannot be read (ENOENT): ask an administrator to correct it.',
    );
  });
});
