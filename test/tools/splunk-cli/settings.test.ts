import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../tools/splunk-cli/settings.ts';
import { makeTempFolder } from '../../support/local-splunk/temp-folder.ts';

const LOCAL = { SPLUNK_URL: 'https://localhost:8089' };
const USER = { SPLUNK_USERNAME: 'ana', SPLUNK_PASSWORD: 'hush' };
const TOKEN = { SPLUNK_TOKEN: 'hush' };

describe('settings', () => {
  it.each([
    ['https://splunk.example:8090', 'splunk.example', '8090'],
    ['https://splunk.example', 'splunk.example', '8089'],
    ['https://splunk.example/', 'splunk.example', '8089'],
    ['https://[::1]:8089', '[::1]', '8089'],
  ])('%s is host %s, port %s', (url, host, port) => {
    expect(readSettings({ SPLUNK_URL: url, ...TOKEN }, false)).toMatchObject({ host, port });
  });

  it('knows a user with a password, or a token', () => {
    expect(readSettings({ ...LOCAL, ...USER }, false).login).toEqual({
      username: 'ana',
      password: 'hush',
    });
    expect(readSettings({ ...LOCAL, SPLUNK_TOKEN: ' hush\n' }, false).login).toEqual({
      token: 'hush',
    });
  });

  it('checks certificates, by the CAs of Node.js or by a file', () => {
    const file = join(makeTempFolder(), 'ca.pem');
    writeFileSync(file, 'a CA');

    expect(readSettings({ ...LOCAL, ...TOKEN }, false).tls).toEqual({ isVerified: true });
    const { tls } = readSettings({ ...LOCAL, ...TOKEN, SPLUNK_CA_FILE: file }, false);
    expect(tls).toEqual({ isVerified: true, ca: 'a CA' });
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('may leave %s unchecked', (host) => {
    const { tls } = readSettings({ SPLUNK_URL: `https://${host}:8089`, ...TOKEN }, true);

    expect(tls).toEqual({ isVerified: false });
  });

  it.each(['splunk.example', '10.0.0.1', '127.example', 'localhost.example'])(
    'does not leave %s unchecked',
    (host) => {
      const variables = { SPLUNK_URL: `https://${host}:8089`, ...TOKEN };

      expect(() => readSettings(variables, true)).toThrow(
        `--insecure is for this machine only (localhost, 127.0.0.1, [::1]), got ${host}: name`,
      );
    },
  );

  it.each([
    ['no URL', { ...TOKEN }, 'SPLUNK_URL must be set, to https://<host>:8089.'],
    ['http', { SPLUNK_URL: 'http://a:8089' }, 'and no more, got "http://a:8089".'],
    ['a path', { SPLUNK_URL: 'https://a/en-US' }, 'SPLUNK_URL must be https://<host>:8089'],
    ['no scheme', { SPLUNK_URL: 'localhost:8089' }, 'SPLUNK_URL must be https://<host>:8089'],
    ['no URL at all', { SPLUNK_URL: 'here' }, 'got "here"'],
    ['a password in it', { SPLUNK_URL: 'https://ana:hush@a' }, 'SPLUNK_URL must hold no user'],
    ['both logins', { ...LOCAL, ...USER, ...TOKEN }, 'both are set.'],
    ['a password beside a token', { ...LOCAL, SPLUNK_PASSWORD: 'hush', ...TOKEN }, 'both are set.'],
    ['no login', LOCAL, 'SPLUNK_TOKEN, or SPLUNK_USERNAME with SPLUNK_PASSWORD, must be set'],
    ['no password', { ...LOCAL, SPLUNK_USERNAME: 'ana' }, 'must be set in the environment.'],
    ['a file that is not there', { ...LOCAL, ...TOKEN, SPLUNK_CA_FILE: '/no/such' }, 'ENOENT'],
  ])('refuses %s, and tells no secret', (_, variables, sentence) => {
    const read = () => readSettings(variables, false);

    expect(read).toThrow(sentence);
    expect(read).not.toThrow('hush');
  });

  it('takes either a CA or no check', () => {
    const variables = { ...LOCAL, ...TOKEN, SPLUNK_CA_FILE: '/some/ca.pem' };

    expect(() => readSettings(variables, true)).toThrow('Use either --insecure or SPLUNK_CA_FILE');
  });
});
