/**
 * The verbs of `npm run splunk`: what each takes and does.
 *
 * @module
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import { type Connection, connect, type Namespace } from './connection.ts';
import { fetchFlows, NOTEBOOK } from './fetch-flows.ts';
import { builtPlace, installApp } from './install-app.ts';
import { ProgressBar, type Terminal } from './progress-bar.ts';
import { FORMATS, formatRows, type ResultRows } from './result-rows.ts';
import { MODES, runSearch, type SearchRequest } from './search.ts';
import { readSettings, type Settings } from './settings.ts';
import { smoke } from './smoke.ts';

/** What verbs have of the process. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Takes results. */
  readonly stdout: Pick<Terminal, 'write'>;
  /** Takes all else. */
  readonly stderr: Terminal;
  /** The package that was built here. */
  readonly builtPackage: string;
  /** For the name of a model that nobody uses. */
  readonly unique: string;
}

interface Invocation extends Surroundings {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly argument: string | undefined;
}

interface Verb {
  /** What its one argument is; none if it takes none. */
  readonly argument?: string;
  readonly isArgumentRequired?: boolean;
  readonly options: readonly string[];
  /** @returns whether all is well */
  readonly run: (invocation: Invocation) => Promise<boolean>;
}

const OPTIONS: Readonly<NonNullable<ParseArgsConfig['options']>> = {
  earliest: { type: 'string' },
  latest: { type: 'string' },
  mode: { type: 'string' },
  out: { type: 'string' },
  cache: { type: 'string' },
  index: { type: 'string' },
  count: { type: 'string' },
  app: { type: 'string' },
  owner: { type: 'string' },
  insecure: { type: 'boolean' },
};

const EVERYWHERE = ['app', 'owner', 'insecure'];
const RANGE = ['earliest', 'latest', 'out'];

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries<Verb>({
    search: {
      argument: 'one SPL',
      isArgumentRequired: true,
      options: ['mode', ...RANGE],
      run: search,
    },
    fetch: { options: ['cache', 'index', 'count', ...RANGE], run: fetch },
    install: { argument: 'one path or URL', options: [], run: install },
    smoke: { options: [], run: trySmoke },
  }),
);

/**
 * @param args - the verb and what follows
 * @returns whether all is well
 * @throws UserError on wrong arguments and on all that goes wrong with Splunk
 */
export async function runVerb(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<boolean> {
  const [name = '', ...rest] = args;
  const verb = VERBS.get(name);
  if (verb === undefined) {
    const known = [...VERBS.keys()].join(', ');
    throw new UserError(`The verb must be one of ${known}, got "${name}".`);
  }
  return await verb.run({ ...surroundings, ...readArguments(name, verb, rest) });
}

function readArguments(name: string, verb: Verb, args: readonly string[]) {
  const names = [...verb.options, ...EVERYWHERE];
  const options = Object.fromEntries(
    Object.entries(OPTIONS).filter(([key]) => names.includes(key)),
  );
  const { values, positionals } = parse(args, options);
  const most = verb.argument === undefined ? 0 : 1;
  const least = verb.isArgumentRequired === true ? 1 : 0;
  if (positionals.length < least || positionals.length > most) {
    const what = `${name} takes ${verb.argument ?? 'no argument'}`;
    throw new UserError(`${what} beside its options, got ${positionals.length}.`);
  }
  return { values, argument: positionals[0] };
}

function parse(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as Invocation['values'], positionals };
  } catch (cause) {
    const [sentence = ''] = (cause as Error).message.split('. ');
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UserError(`${sentence}: the options are ${known.join(' ')}.`, { cause });
  }
}

async function search(invocation: Invocation): Promise<boolean> {
  const { argument = '', values } = invocation;
  const mode = oneOf('mode', text(values['mode']) ?? 'job', MODES);
  const [earliest, latest] = [text(values['earliest']), text(values['latest'])];
  return await printRows(invocation, (run) => run({ search: argument, mode, earliest, latest }));
}

async function fetch(invocation: Invocation): Promise<boolean> {
  const { values } = invocation;
  const count = text(values['count']) ?? String(NOTEBOOK.count);
  if (!/^[1-9]\d*$/.test(count)) {
    throw new UserError(`--count must be a positive integer, got "${count}".`);
  }
  const query = {
    index: text(values['index']) ?? NOTEBOOK.index,
    count: Number(count),
    earliest: text(values['earliest']) ?? NOTEBOOK.earliest,
    latest: text(values['latest']) ?? NOTEBOOK.latest,
  };
  return await printRows(invocation, (run) => fetchFlows(query, text(values['cache']), run));
}

async function install(invocation: Invocation): Promise<boolean> {
  const { argument, builtPackage, stdout } = invocation;
  const settings = settingsOf(invocation);
  const place = argument ?? builtPlace(settings.host, builtPackage);
  const connection = await connect(settings, namespaceOf(invocation));
  stdout.write(`${await installApp(connection, place)}\n`);
  return true;
}

async function trySmoke(invocation: Invocation): Promise<boolean> {
  const { stdout, unique } = invocation;
  const connection = await connect(settingsOf(invocation), namespaceOf(invocation));
  return await smoke(connection, `lstm_smoke_${unique}`, (line) => stdout.write(`${line}\n`));
}

function settingsOf({ values, variables }: Invocation): Settings {
  return readSettings(variables, values['insecure'] === true);
}

function namespaceOf({ values }: Invocation): Namespace {
  return { app: text(values['app']), owner: text(values['owner']) };
}

/** Prints what `ask` finds, its messages on stderr. Splunk is called when `ask` first runs a search. */
async function printRows(
  invocation: Invocation,
  ask: (run: (request: SearchRequest) => Promise<ResultRows>) => Promise<ResultRows>,
): Promise<boolean> {
  const { values, stdout, stderr } = invocation;
  const format = oneOf('out', text(values['out']) ?? 'csv', FORMATS);
  const bar = new ProgressBar(stderr);
  let connection: Promise<Connection> | undefined;
  const found = await ask(async (request) => {
    connection ??= connect(settingsOf(invocation), namespaceOf(invocation), bar.receive);
    return await runSearch(await connection, request, bar.advance);
  }).finally(() => bar.clear());
  for (const { type, text: line } of found.messages) stderr.write(`${type.padEnd(5)} ${line}\n`);
  if (found.rows.length === 0) throw new UserError('The search gave no rows.');
  stdout.write(formatRows(found, format));
  return true;
}

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (found !== undefined) return found;
  throw new UserError(`--${option} must be one of ${known.join(', ')}, got "${given}".`);
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
