import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cell, NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// `| lstmmodels show=health` checks an installation, and writes nothing.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  head.splunkd.addUser('ana', ['user']);
  head.splunkd.addUser('eve', ['guest'], []);
});

afterAll(() => head.close());

async function checks(user = 'demo'): Promise<Map<Cell, Record<string, Cell>>> {
  const records = await head.records('| lstmmodels show=health', NO_RESULTS, { user });
  return new Map(records.map(({ check = '', ...others }) => [check, others]));
}

describe('show=health', () => {
  it('says what is installed and what one may do, with the next step where there is one', async () => {
    const before = head.files();
    const health = await checks('ana');
    expect(head.files()).toEqual(before);
    expect(Object.fromEntries(health)).toEqual({
      version: { value: expect.stringMatching(/^\d+\.\d+\.\d+$/), state: 'ok' },
      splunk: { value: '10.2.3', state: 'ok' },
      platform: { value: expect.stringMatching(/^\w+ \w+, Node\.js v\d+/), state: 'ok' },
      engine: {
        value: expect.stringMatching(/^builtin, (avx512|avx2|wasm) kernel, \d+ processors?$/),
        state: 'ok',
      },
      'may train': { value: 'yes', state: 'ok' },
      'may share': {
        value: 'no, in search',
        state: 'warning',
        next_step:
          'Train private models, or ask an administrator for write permission on the app search.',
      },
      limits: { value: '1,000,000 rows, 600 s a fit, 4000 MB, 4 threads', state: 'ok' },
      models: { value: '0', state: 'warning', next_step: 'Train one with | lstmfit.' },
      'last fit': {
        value: 'none in the log',
        state: 'ok',
        next_step: 'Train a model with | lstmfit.',
      },
      'last failed fit': { value: 'none in the log', state: 'ok' },
      'free space': { value: expect.stringMatching(/^[\d.]+ MB$/), state: 'ok' },
    });
  });

  it('tells who lacks the capability to save models', async () => {
    expect((await checks('eve')).get('may train')).toEqual({
      value: 'no',
      state: 'problem',
      next_step: expect.stringContaining('upload_lookup_files'),
    });
  });

  it('names the last fit, and the last failed one until a later one went well', async () => {
    await head.refusal('lstmfit label from bytes into m mode=regress', flows());
    const failed = await checks();
    expect(failed.get('last fit')?.['value']).toMatch(/^m, error, started \d+ seconds? ago$/);
    expect(failed.get('last failed fit')).toEqual({
      value: expect.stringMatching(/^m, error, /),
      state: 'warning',
      next_step: expect.stringMatching(/^Open the job .* in Activity > Jobs/),
    });
    await head.run(`lstmfit label from bytes into m ${TINY}`, flows());
    const mended = await checks();
    expect(mended.get('last fit')?.['value']).toMatch(/^m, ok, started /);
    expect(mended.get('last failed fit')).toMatchObject({
      state: 'ok',
      next_step: 'A later fit of this model went well.',
    });
    expect(mended.get('models')).toEqual({ value: '1', state: 'ok' });
  });

  it('names a setting that cannot be read', async () => {
    head.configure({ threads: 99 });
    const health = await checks();
    head.configure();
    expect(health.get('limits')).toEqual({
      value: 'not known',
      state: 'problem',
      next_step: expect.stringContaining('Invalid value for threads'),
    });
    expect(health.get('version')?.['state']).toBe('ok');
  });
});
