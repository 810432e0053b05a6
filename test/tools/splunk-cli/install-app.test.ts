import { expect, it } from '@jest/globals';
import { builtPlace } from '../../../tools/splunk-cli/install-app.ts';

it('the package that was built here is for a Splunk on this machine', () => {
  const built = import.meta.filename;

  expect(builtPlace('localhost', built)).toBe(built);
  expect(() => builtPlace('splunk.example', built)).toThrow(`copy ${built} to splunk.example`);
});

it('it must have been built', () => {
  expect(() => builtPlace('127.0.0.1', '/no/such.tgz')).toThrow('run "npm run package" first');
});
