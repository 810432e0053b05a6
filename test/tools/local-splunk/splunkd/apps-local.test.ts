import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { create } from 'tar';
import { Splunkd } from '../../../../tools/local-splunk/splunkd/splunkd.ts';
import { call } from '../../../support/local-splunk/rest-call.ts';
import { makeTempFolder } from '../../../support/local-splunk/temp-folder.ts';

let splunkd: Splunkd;

beforeEach(async () => {
  splunkd = await Splunkd.start([]);
  splunkd.addUser('root', ['admin']);
});

afterEach(() => splunkd.close());

/** Writes a package with these top folders. */
async function writePackage(...folders: string[]): Promise<string> {
  const cwd = makeTempFolder();
  for (const folder of folders) {
    mkdirSync(join(cwd, folder, 'default'), { recursive: true });
    writeFileSync(join(cwd, folder, 'default/app.conf'), '[launcher]\nversion = 1.2.3\n');
  }
  const file = join(cwd, 'package.tgz');
  await create({ file, cwd, gzip: true }, folders);
  return file;
}

const install = (name: string, more: Readonly<Record<string, string>> = {}, user = 'root') =>
  call(splunkd, 'POST services/apps/local', { user, form: { name, filename: 'true', ...more } });

describe('apps/local', () => {
  it('installs a package from its own disk, and shows it', async () => {
    const file = await writePackage('fresh');

    const installed = await install(file);

    expect([installed.status, installed.entry.name]).toEqual([201, 'fresh']);
    const { entry } = await call(splunkd, 'GET services/apps/local/fresh');
    expect(entry.content).toEqual({ disabled: false, version: '1.2.3' });
    expect((await call(splunkd, 'GET services/apps/local')).names).toEqual(['fresh', 'search']);
  });

  it('replaces an app only when update says so', async () => {
    const file = await writePackage('fresh');
    await install(file);

    expect((await install(file)).status).toBe(409);
    expect((await install(file, { update: 'true' })).status).toBe(201);
  });

  it.each([
    ['a file that is not there', () => '/no/such.tgz', {}, 'root', 400, 'No such file'],
    ['two apps in a package', () => writePackage('a', 'b'), {}, 'root', 400, 'one top folder'],
    ['an app from a template', () => 'fresh', { filename: 'false' }, 'root', 400, 'no apps from'],
    ['who is no admin', () => writePackage('a'), {}, 'demo', 403, 'install_apps'],
  ])('refuses %s', async (_, place, more, user, status, reason) => {
    const answer = await install(await place(), more, user);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(reason);
  });
});
