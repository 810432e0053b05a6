/**
 * Tests whether this app works on a Splunk. Each step asks Splunk and checks the answer.
 *
 * @module
 */
import { UserError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { answered, Refusal } from './refusal.ts';
import type { ResultRow } from './result-rows.ts';
import { runSearch } from './search.ts';
import { FLOWS, SMOKE_FLOWS } from './smoke-flows.ts';

const APP = 'lstm_toolkit';

/** F1 of validation rows, and the share of all rows that are right, must be at least this. */
const LEAST_F1 = 0.9;

/** A step, which returns what it found, or throws a UserError that says what is wrong. */
interface Step {
  readonly name: string;
  readonly run: () => Promise<string>;
}

/**
 * Runs the steps in order up to the first that fails, and removes the model in any case.
 *
 * @param model - a name that nobody uses
 * @param report - takes one line
 * @returns whether all is well
 */
export async function smoke(
  connection: Connection,
  model: string,
  report: (line: string) => void,
): Promise<boolean> {
  const test = new SmokeTest(connection, model);
  let failed = false;
  for (const { name, run } of test.steps) {
    if (failed) report(`skip  ${name}`);
    else failed = !(await passes(name, run, report));
  }
  if (failed) await passes('clean up', () => test.removeLeftover(), report);
  return !failed;
}

async function passes(
  name: string,
  run: () => Promise<string>,
  report: (line: string) => void,
): Promise<boolean> {
  try {
    report(`ok    ${name.padEnd(8)}  ${await run()}`);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    report(`FAIL  ${name.padEnd(8)}  ${error.message}`);
    return false;
  }
}

class SmokeTest {
  readonly steps: readonly Step[] = [
    { name: 'server', run: () => this.#server() },
    { name: 'app', run: () => this.#app() },
    { name: 'flows', run: () => this.#flows() },
    { name: 'fit', run: () => this.#fit() },
    { name: 'score', run: () => this.#score('') },
    { name: 'stream', run: () => this.#score('order=input') },
    { name: 'list', run: () => this.#list() },
    { name: 'delete', run: () => this.#delete() },
  ];
  readonly #connection: Connection;
  readonly #model: string;

  constructor(connection: Connection, model: string) {
    this.#connection = connection;
    this.#model = model;
  }

  /** @returns what it did; it removes only the model of this test */
  async removeLeftover(): Promise<string> {
    const { service } = this.#connection;
    const file = `data/lookup-table-files/__lstm_${this.#model}.mlmodel`;
    const left = await unlessRefused(answered(service.del(file, {})), 404);
    return left === undefined ? 'no model is left' : `model ${this.#model} removed`;
  }

  async #server(): Promise<string> {
    const { service, username, roles } = this.#connection;
    return `Splunk ${service.version}, user ${username} (${roles.join(', ')})`;
  }

  async #app(): Promise<string> {
    const { service } = this.#connection;
    const app = await unlessRefused(answered(service.get(`/services/apps/local/${APP}`, {})), 404);
    check(app !== undefined, `${APP} to be installed (npm run splunk -- install)`, 'no such app');
    return `${APP} is installed`;
  }

  async #flows(): Promise<string> {
    const [row] = await this.#run(`${SMOKE_FLOWS} | stats count by label`);
    check(Number(row?.['count']) === FLOWS / 2, `${FLOWS / 2} attacks`, row?.['count']);
    return `${FLOWS} rows made`;
  }

  async #fit(): Promise<string> {
    const fit = `lstmfit label from bytes proto into ${this.#model} output=summary`;
    const [row = {}] = await this.#run(`${SMOKE_FLOWS} | ${fit}`);
    check(row['model'] === this.#model, `the model ${this.#model}`, row['model']);
    check(row['rows_used'] === String(FLOWS), `${FLOWS} rows_used`, row['rows_used']);
    check(Number(row['val_f1']) >= LEAST_F1, `val_f1 of at least ${LEAST_F1}`, row['val_f1']);
    return `version ${row['version']}, val_f1 ${row['val_f1']}, ${row['seconds']} s`;
  }

  async #score(option: string): Promise<string> {
    const count = 'stats count by label "predicted(label)" "status(label)"';
    const rows = await this.#run(`${SMOKE_FLOWS} | lstmscore ${this.#model} ${option} | ${count}`);
    const sum = (of: readonly ResultRow[]): number =>
      of.reduce((total, row) => total + Number(row['count']), 0);
    const scored = sum(rows.filter((row) => row['status(label)'] === 'ok'));
    const right = sum(rows.filter((row) => row['label'] === row['predicted(label)']));
    check(scored === FLOWS, `${FLOWS} rows scored`, scored);
    check(right >= LEAST_F1 * FLOWS, `at least ${LEAST_F1 * FLOWS} right`, right);
    return `${right} of ${scored} right`;
  }

  async #list(): Promise<string> {
    const rows = await this.#run('| lstmmodels');
    const row = rows.find(({ model }) => model === this.#model);
    check(row !== undefined, `${this.#model} in the list`, `${rows.length} others`);
    return `${this.#model} is one of ${rows.length}`;
  }

  async #delete(): Promise<string> {
    await this.#run(`| lstmmanage delete ${this.#model}`);
    const score = this.#run(`${SMOKE_FLOWS} | lstmscore ${this.#model}`);
    const refusal = await score.then(
      () => 'scores',
      (error: unknown) => {
        if (error instanceof UserError) return error.message;
        throw error;
      },
    );
    check(/does not exist|not found/.test(refusal), 'the deleted model to be gone', refusal);
    return `${this.#model} is gone`;
  }

  async #run(search: string): Promise<readonly ResultRow[]> {
    const { rows } = await runSearch(this.#connection, { search, mode: 'job' });
    return rows;
  }
}

/** @returns undefined where splunkd answers with `status` */
async function unlessRefused<T>(call: Promise<T>, status: number): Promise<T | undefined> {
  return await call.catch((error: unknown) => {
    if (error instanceof Refusal && error.status === status) return undefined;
    throw error;
  });
}

/** @throws UserError unless `isRight` */
function check(isRight: boolean, wanted: string, got: unknown): void {
  if (!isRight) throw new UserError(`expected ${wanted}, got ${got ?? 'nothing'}`);
}
