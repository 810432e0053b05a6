import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import { type CommandName, WireCommand } from '../support/package/wire-command.ts';
import { execute, getinfo, hold } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// Where getinfo lacks what splunkd should tell, a command says a sentence and reports no defect.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const COMMANDS: readonly [CommandName, string][] = [
  ['lstmfit', `label from bytes into m ${TINY}`],
  ['lstmscore', 'm'],
  ['lstmscore', 'm order=input'],
  ['lstmmodels', ''],
  ['lstmmanage', 'delete m'],
];

const KEY = 'secret\u0007key';

const noAddress = (told: string): string =>
  `splunkd must tell this search its REST address in splunkd_uri, such as https://127.0.0.1:8089, and told ${told}: run the search again, and restart Splunk if that does not help.`;

const CASES: readonly [string, Record<string, unknown>, string][] = [
  ['no splunkd_uri', { splunkd_uri: undefined }, noAddress('""')],
  ['an empty splunkd_uri', { splunkd_uri: '' }, noAddress('""')],
  ['a splunkd_uri that is no address', { splunkd_uri: 'splunkd' }, noAddress('"splunkd"')],
  ['a splunkd_uri of FTP', { splunkd_uri: 'ftp://[::1]/' }, noAddress('"ftp://[::1]/"')],
  [
    'a control character in the session key',
    { session_key: KEY },
    'The session key that splunkd gave this search has characters that no HTTP header may have: log in again and run the search again.',
  ],
];

const rows = (): string => {
  const { fields, rows: cells } = flows();
  return [fields, ...cells].map((line) => `${line.join(',')}\n`).join('');
};

/** Expects that a command with this information answers with a sentence, and reports no defect. */
async function expectSentence(
  [name, words]: (typeof COMMANDS)[number],
  [, told, sentence]: (typeof CASES)[number],
): Promise<void> {
  const { searchinfo, environment } = head.surroundings();
  const surroundings = { environment, searchinfo: { ...searchinfo, ...told } };
  const args = words === '' ? [] : words.split(' ');

  const { info, last, end } = await hold(name, surroundings, { args }, [rows()]);

  expect(info.metadata['error']).toBeUndefined();
  expect(last.metadata['error']).toBe(sentence);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(head.logText()).not.toContain(KEY);
  expect(head.logText()).not.toContain('"defect"');
}

it.each(CASES)('%s is answered with a sentence', async (...given) => {
  await expectSentence(['lstmscore', 'm'], given);
});

it.each([
  ['no action', {}, 'none'],
  ['another action', { action: 'stop' }, '"stop"'],
  ['an action that is no text', { action: ['getinfo'] }, '["getinfo"]'],
  ['execute before getinfo', { action: 'execute', finished: true }, '"execute"'],
])('%s is answered with a sentence', async (_, metadata, got) => {
  const command = new WireCommand('lstmfit', head.surroundings().environment);

  const reply = await command.ask(metadata);
  const end = await command.end();

  expect(reply.metadata['error']).toBe(
    `splunkd sent something that is not protocol version 2 (the action must be getinfo, or execute after it, got ${got}).`,
  );
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
});

describe.each(COMMANDS)('%s %s', (name, words) => {
  const args = words === '' ? [] : words.split(' ');

  it.each(CASES.filter(([what]) => /^no splunkd_uri|session key$/.test(what)))(
    'answers %s with a sentence',
    async (...given) => {
      await expectSentence([name, words], given);
    },
  );

  it('answers a request without action after getinfo with a sentence', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand(name, surroundings.environment);

    await command.ask(getinfo(surroundings, { args }));
    const reply = await command.ask({ finished: true }, rows());
    const end = await command.end();

    expect(reply.metadata['error']).toMatch(/^splunkd sent something .* got none\)\.$/);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('takes names with half a surrogate pair', async () => {
    const { searchinfo, environment } = head.surroundings();
    const surroundings = { environment, searchinfo: { ...searchinfo, username: 'a\ud800' } };
    const command = new WireCommand(name, environment);

    await command.ask(getinfo(surroundings, { args }));
    const { metadata } = await command.ask(execute(true), rows());
    await command.end();

    expect(metadata['error'] ?? '').not.toContain('defect');
  });
});
