import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cell, NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { fitBody, longFit } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// `| lstmmodels show=fits` lists the fits that run now and lately, from the log of this search head, and
// nobody else's to those who may not write the app.

let head: SearchHead;

const ADMIN = { user: 'root' };
const SID = '1763800000.7';

beforeAll(async () => {
  head = await SearchHead.start();
  head.splunkd.addUser('ana', ['user']);
  head.splunkd.addUser('root', ['admin', 'power', 'user']);
  await head.run(`lstmfit label from bytes proto into app:m ${TINY}`, flows(), {
    sid: SID,
    user: 'root',
  });
  await head.refusal('lstmfit label from bytes into odd mode=regress', flows(), { user: 'ana' });
});

afterAll(() => head.close());

type Records = Record<string, Cell>[];

const list = async (words: string, options: object = {}): Promise<Records> =>
  await head.records(`| lstmmodels ${words}`, NO_RESULTS, options);

const said = async (words: string, options: object = {}): Promise<string[]> =>
  (await head.run(`| lstmmodels ${words}`, NO_RESULTS, options)).messages.map(([, text]) => text);

const LOG = 'var/log/splunk/lstm_toolkit.log';

describe('show=fits', () => {
  it('lists fits with their outcome, the newest first, to those who may write the app', async () => {
    const [failed, ended, ...others] = await list('show=fits', ADMIN);
    expect(others).toEqual([]);
    expect(failed).toMatchObject({ model: 'odd', phase: 'ended', outcome: 'error', user: 'ana' });
    expect(ended).toEqual({
      started: expect.stringMatching(/^\d{4}-.*Z$/),
      model: 'app:m',
      phase: 'ended',
      epoch: '1',
      epochs: '1',
      loss: expect.stringMatching(/^0\.\d+$/),
      validation_loss: expect.stringMatching(/^0\.\d+$/),
      best_epoch: '1',
      elapsed: expect.stringMatching(/^\d+\.\d$/),
      outcome: 'ok',
      user: 'root',
      app: 'search',
      sid: SID,
      version: '1',
    });
  });

  it('lists the own ones alone to everyone else', async () => {
    const fits = await list('show=fits', { user: 'ana' });
    expect(fits.map(({ user, model }) => [user, model])).toEqual([['ana', 'odd']]);
    expect(await list(`show=fits sid=${SID}`, { user: 'ana' })).toEqual([]);
    expect(await said(`show=fits sid=${SID}`, { user: 'ana' })).toEqual([
      `The log of this search head has no fit of the search ${SID}: start one with | lstmfit.`,
    ]);
  });

  it('lists the epochs of the fit of a search, and the fits into a model', async () => {
    const [epoch, ...others] = await list(`show=fits sid=${SID}`, ADMIN);
    expect(others).toEqual([]);
    expect(epoch).toEqual({
      epoch: '1',
      loss: expect.stringMatching(/^0\.\d+$/),
      validation_loss: expect.stringMatching(/^0\.\d+$/),
      elapsed: expect.stringMatching(/^\d+\.\d$/),
      best: 'true',
      model: 'app:m',
    });
    expect(await list('m show=fits', ADMIN)).toHaveLength(1);
    // The newest fit of those that are asked for.
    expect(await list('m show=fits sid=newest', ADMIN)).toEqual([epoch]);
    // A newer one failed before its first epoch.
    expect(await list('show=fits sid=newest', ADMIN)).toEqual([epoch]);
    expect(await list('app:m show=fits', ADMIN)).toHaveLength(1);
    expect(await list('user:m show=fits', ADMIN)).toHaveLength(0);
  });

  it('shows a fit that runs, and calls one lost whose process was killed', async () => {
    const command = await longFit(head, fitBody(60), 'running');
    const [running] = await list('running show=fits');
    expect(running).toMatchObject({
      phase: 'training',
      outcome: 'running',
      epochs: '10000',
      epoch: expect.stringMatching(/^\d+$/),
      best_epoch: expect.stringMatching(/^\d+$/),
      time_left: expect.stringMatching(/^\d+\.\d$/),
    });
    command.kill('SIGKILL');
    await command.gone();
    const [lost] = await list('running show=fits');
    expect(lost).toMatchObject({ phase: 'training', outcome: 'lost' });
    expect(lost).not.toHaveProperty('time_left');
  });

  it('reads the renamed log too, past lines that are no lines of its own', async () => {
    const path = head.pathOf(LOG);
    const before = await list('show=fits', ADMIN);
    renameSync(path, `${path}.1`);
    const long = `{"command":"lstmfit","x":"${'y'.repeat(3 * 2 ** 20)}`;
    const odd = '{"command":"lstmfit","pid":"1","sid":null}\n{"command":"lstmfit"\n\u0000\ufffd\n';
    writeFileSync(path, `${long}\n${odd}${'z'.repeat(2 ** 20)}`);
    expect(await list('show=fits', ADMIN)).toEqual(before);
    appendFileSync(path, '\n');
    await head.run(`lstmfit label from bytes proto into later ${TINY}`, flows(), ADMIN);
    expect(await list('show=fits', ADMIN)).toEqual([
      expect.objectContaining({ model: 'later', outcome: 'ok' }),
      ...before,
    ]);
  });

  it('says so where administrators keep fits out of the log', async () => {
    head.configure({ log_level: 'WARN' });
    const texts = await said('show=fits', { user: 'ana' });
    head.configure();
    expect(texts[0]).toMatch(/^log_level=WARN in lstm_toolkit.conf keeps what fits do out/);
  });

  it.each([
    ['sid=1.2', 'Syntax error: sid is of show=fits. Write | lstmmodels show=fits sid=<sid>'],
    ['show=fits version=2', 'version has no meaning for show=fits: leave it out.'],
    ['m show=health', 'Syntax error: show=health is of no model. Write | lstmmodels show=health'],
  ])('refuses %s with a sentence', async (words, sentence) => {
    const { sentence: got } = await head.refusal(`| lstmmodels ${words}`, NO_RESULTS);
    expect(got).toContain(sentence);
  });
});
