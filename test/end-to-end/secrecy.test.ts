import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { type CommandName, WireCommand } from '../support/package/wire-command.ts';
import { execute, getinfo } from '../support/package/wire-dialogue.ts';
import { flows, TINY, withColumn } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m ${TINY}`, flows());
});

afterAll(() => head.close());

const ROWS = flows(40).rows.map(([time, , bytes, proto, label]) =>
  [time, bytes, proto, label].join(','),
);
const BODY = `_time,bytes,proto,label\n${ROWS.join('\n')}\n`;

/** Returns the text of all files under `$SPLUNK_HOME`. */
function textOfFiles(): string {
  const home = head.splunkd.home.path;
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

const refuse = (status: number) => () => ({
  status,
  body: { messages: [{ type: 'ERROR', text: 'no' }] },
});

describe('the session key is nowhere: not on stdout, in stderr, files, arguments or environment', () => {
  const cases: [string, CommandName, string, Splunkd['fault']][] = [
    ['a fit', 'lstmfit', `label from bytes into kept ${TINY}`, () => undefined],
    [
      'a fit with predictions',
      'lstmfit',
      `label from bytes into p output=predictions ${TINY}`,
      () => undefined,
    ],
    ['scores', 'lstmscore', 'm', () => undefined],
    ['a stream of scores', 'lstmscore', 'm order=input', () => undefined],
    ['a wrong argument', 'lstmfit', 'label from bytes into m epochs=ten', () => undefined],
    ['a model that is not there', 'lstmscore', 'gone', () => undefined],
    ['401', 'lstmscore', 'm', refuse(401)],
    ['403', 'lstmfit', `label from bytes into denied ${TINY}`, refuse(403)],
    ['500', 'lstmfit', `label from bytes into broken ${TINY}`, refuse(500)],
    ['a reset connection', 'lstmscore', 'm', () => 'reset'],
    ['an answer of another form', 'lstmscore', 'm', () => ({ status: 200, body: {} })],
  ];

  it.each(cases)('%s', async (_, name, text, fault) => {
    head.splunkd.fault = fault;
    const surroundings = head.surroundings();
    const key = String(surroundings.searchinfo['session_key']);
    const command = new WireCommand(name, surroundings.environment);
    const info = await command.ask(getinfo(surroundings, { args: text.split(' ') }));
    const said = [info.json];
    const process = `/proc/${command.pid}`;
    said.push(
      readFileSync(`${process}/cmdline`, 'latin1'),
      readFileSync(`${process}/environ`, 'latin1'),
    );
    if (info.metadata['error'] === undefined) {
      const { json, body } = await command.ask(execute(true), BODY);
      said.push(json, body.toString());
    }
    const end = await command.end();
    head.splunkd.fault = () => undefined;

    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    for (const encoded of [key, Buffer.from(key).toString('base64').slice(0, 80)]) {
      expect(said.join('\n')).not.toContain(encoded);
      expect(textOfFiles()).not.toContain(encoded);
    }
  });

  it('requests carry it in a header, never in an address', () => {
    const key = head.splunkd.sessionKeyOf('demo');
    expect(head.splunkd.requests.length).toBeGreaterThan(5);
    expect(JSON.stringify(head.splunkd.requests)).not.toContain(key);
  });
});

describe('the log', () => {
  it('has a line of JSON for each epoch, and no values of the results', async () => {
    const rows = withColumn(flows(), 'proto', (value) => `secret-${value}`);
    await head.run('lstmfit label from bytes proto into logged epochs=3 units=4', rows);

    const lines = head.epochs('logged');
    expect(lines.map((line) => line['epoch'])).toEqual([1, 2, 3]);
    expect(lines[0]).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: 'INFO',
      loss: expect.any(Number),
      val_loss: expect.any(Number),
    });
    expect(head.logText()).not.toMatch(/secret|attack|benign/);
    for (const line of head.logText().split('\n')) expect(line.length).toBeLessThan(4096);
  });

  it('that cannot be written is no failure', async () => {
    const other = await SearchHead.start();
    mkdirSync(other.pathOf('var/log/splunk/lstm_toolkit.log'));
    const { table } = await other.run(`lstmfit label from bytes into unlogged ${TINY}`, flows());
    expect(table.rows).toHaveLength(1);
    await other.close();
  });
});
