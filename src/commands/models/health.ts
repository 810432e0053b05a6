/**
 * Checks an installation: `lstmmodels show=health`. Each check has a row with its value, its state and the
 * next step where there is one; nothing is written.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { counted } from '../../notice.ts';
import type { Limits } from '../../store/limits.ts';
import { entriesOf, fieldsOf } from '../../store/lookup-files.ts';
import { megabytes } from '../../store/model-reader.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { CAPABILITY, maySaveFiles, mayWriteApp } from '../../store/rights.ts';
import { Splunkd } from '../../store/splunkd.ts';
import { freeStagingBytes } from '../../store/staging.ts';
import { namespaceOf, splunkHome } from '../run/environment.ts';
import type { Run } from '../run/run.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { type FitsContext, readableFits } from './fit-list.ts';
import type { KnownFit } from './fits-table.ts';
import { ageText } from './in-words.ts';

export interface HealthContext extends FitsContext {
  readonly run: Run;
  readonly store: ModelStore;
}

type State = 'ok' | 'warning' | 'problem';

interface Finding {
  readonly value: string;
  readonly state: State;
  /** What to do next, in one sentence. */
  readonly next?: string;
}

/** A staged model takes at least this much room. */
const LEAST_FREE_BYTES = 100 * 2 ** 20;

export async function healthRecords(context: HealthContext): Promise<TableRecord[]> {
  const fits = readableFits(context);
  // A check that comes to the fits late must not leave a rejection without a handler.
  fits.catch(() => undefined);
  const app = installed(context);
  app.catch(() => undefined);
  const checks: readonly (readonly [string, () => Promise<Finding>])[] = [
    ['version', async () => (await app).version],
    ['splunk', async () => (await app).splunk],
    ['platform', async () => platform(context)],
    ['engine', async () => await engine(context)],
    ['may train', async () => await mayTrain(context)],
    ['may share', async () => await mayShare(context)],
    ['limits', async () => await limits(context)],
    ['models', async () => await models(context)],
    ['last fit', async () => lastFit(context, await fits)],
    ['last failed fit', async () => lastFailedFit(context, await fits)],
    ['free space', async () => await freeSpace(context)],
  ];
  const findings = await Promise.all(checks.map(([, check]) => check().catch(failed)));
  return checks.map(([check], at) => {
    const { value, state, next } = findings[at] as Finding;
    return { check, value, state, next_step: next };
  });
}

/** A check that cannot be made must not hide the others. */
function failed(error: unknown): Finding {
  if (!(error instanceof UserError)) throw error;
  return { value: 'not known', state: 'problem', next: error.message };
}

interface Installed {
  readonly version: Finding;
  readonly splunk: Finding;
}

/** Asks splunkd for the version of the app; each of its answers has that of Splunk. */
async function installed(context: HealthContext): Promise<Installed> {
  const reply = await splunkdOf(context).get('/services/apps/local/lstm_toolkit');
  const { version } = fieldsOf(entriesOf(reply)[0]?.['content']);
  const { version: splunk } = fieldsOf(fieldsOf(reply.body)['generator']);
  return { version: told(version), splunk: told(splunk) };
}

function told(version: unknown): Finding {
  if (typeof version === 'string') return { value: version, state: 'ok' };
  return { value: 'not known', state: 'warning', next: 'splunkd does not tell: see Manage Apps.' };
}

function platform({ environment }: HealthContext): Finding {
  const { node, platform: system } = environment.system();
  return { value: `${system}, Node.js ${node}`, state: 'ok' };
}

async function engine({ environment, run }: HealthContext): Promise<Finding> {
  // The kernel is a setting; without settings that can be read it is WebAssembly.
  await run.limits().catch(() => undefined);
  const { kernel } = environment.system();
  const engines = ['builtin', ...(environment.tensorflowEngine ? ['tensorflow'] : [])].join(', ');
  const value = `${engines}, ${kernel} kernel, ${counted(environment.processors(), 'processor')}`;
  if (kernel !== 'reference') return { value, state: 'ok' };
  const next =
    'WebAssembly refused the SIMD kernel, so fits are many times slower: run Splunk on a processor with SIMD, and see event="slow kernel" in lstm_toolkit.log.';
  return { value, state: 'warning', next };
}

async function mayTrain(context: HealthContext): Promise<Finding> {
  if (await maySaveFiles(splunkdOf(context))) return { value: 'yes', state: 'ok' };
  const next = `Your roles lack the capability ${CAPABILITY}: ask an administrator for it.`;
  return { value: 'no', state: 'problem', next };
}

async function mayShare(context: HealthContext): Promise<Finding> {
  const { app } = context.info;
  if (await mayWriteApp(splunkdOf(context), app)) return { value: `yes, in ${app}`, state: 'ok' };
  const next = `Train private models, or ask an administrator for write permission on the app ${app}.`;
  return { value: `no, in ${app}`, state: 'warning', next };
}

async function limits({ run }: HealthContext): Promise<Finding> {
  const found = await run.limits();
  const value = shortLimits(found);
  if (run.unreadable === undefined) return { value, state: 'ok' };
  return { value, state: 'problem', next: run.unreadable };
}

function shortLimits(found: Limits): string {
  const { max_rows: rows, max_fit_time: seconds, max_memory_mb: memory, threads } = found;
  return `${counted(rows, 'row')}, ${seconds} s a fit, ${memory} MB, ${counted(threads, 'thread')}`;
}

async function models({ store }: HealthContext): Promise<Finding> {
  const count = (await store.list()).length;
  if (count > 0) return { value: String(count), state: 'ok' };
  return { value: '0', state: 'warning', next: 'Train one with | lstmfit.' };
}

function lastFit({ environment }: HealthContext, fits: readonly KnownFit[]): Finding {
  const [last] = fits;
  if (last === undefined) {
    return { value: 'none in the log', state: 'ok', next: 'Train a model with | lstmfit.' };
  }
  return { value: described(last, environment.now()), state: 'ok' };
}

function lastFailedFit({ environment }: HealthContext, fits: readonly KnownFit[]): Finding {
  const last = fits.find(({ outcome }) => outcome === 'error' || outcome === 'lost');
  if (last === undefined) return { value: 'none in the log', state: 'ok' };
  const value = described(last, environment.now());
  const { model, user, started } = last.fit;
  const isMended = fits.some(
    ({ fit, outcome }) =>
      outcome === 'ok' && fit.model === model && fit.user === user && fit.started > started,
  );
  if (isMended) return { value, state: 'ok', next: 'A later fit of this model went well.' };
  const next =
    last.outcome === 'error'
      ? `Open the job ${last.fit.sid} in Activity > Jobs: its error says what to do.`
      : `Its process was ended from outside in job ${last.fit.sid}: look for a memory limit of the system, and for its end in search.log.`;
  return { value, state: 'warning', next };
}

function described({ fit, outcome }: KnownFit, now: number): string {
  const age = ageText((now - fit.started) / 1000);
  return `${fit.model ?? 'a model'}, ${outcome}, started ${age} ago`;
}

async function freeSpace(context: HealthContext): Promise<Finding> {
  const { environment, info, run } = context;
  const free = freeStagingBytes(splunkHome(environment, info));
  if (free === undefined) {
    const next = 'The folder SPLUNK_HOME cannot be found: start the search through Splunk.';
    return { value: 'not known', state: 'problem', next };
  }
  const { max_model_size_mb: size } = await run.limits();
  const value = `${megabytes(free)} MB`;
  if (free < 2 * size * 2 ** 20) {
    const next = 'A model may not find room: free some space in var/run/splunk/lookup_tmp.';
    return { value, state: 'problem', next };
  }
  if (free > LEAST_FREE_BYTES) return { value, state: 'ok' };
  const next = 'Space is getting short: free some in var/run/splunk/lookup_tmp.';
  return { value, state: 'warning', next };
}

function splunkdOf({ environment, info }: HealthContext): Splunkd {
  return new Splunkd(namespaceOf(environment, info));
}
