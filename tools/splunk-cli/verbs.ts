/**
 * Runs the verbs of `npm run splunk`.
 *
 * @module
 */
import { UserError } from '../../src/errors.ts';
import { type Connection, connect, type Namespace } from './connection.ts';
import { fetchFlows, NOTEBOOK } from './fetch-flows.ts';
import { builtPlace, installApp } from './install-app.ts';
import { ProgressBar, type Terminal } from './progress-bar.ts';
import { FORMATS, formatRows, type ResultRows } from './result-rows.ts';
import { MODES, runSearch, type SearchRequest } from './search.ts';
import { readSettings, type Settings } from './settings.ts';
import { smoke } from './smoke.ts';
import { oneOf, readArguments, type VerbArguments, type VerbSyntax } from './verb-arguments.ts';

/** `Surroundings` holds what verbs use of the process. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The stream for results. */
  readonly stdout: Pick<Terminal, 'write'>;
  /** The stream for all else. */
  readonly stderr: Terminal;
  /** The package that was built here. */
  readonly builtPackage: string;
  /** A text that makes the name of a model that nobody uses. */
  readonly unique: string;
}

type Invocation = Surroundings & VerbArguments;

interface Verb extends VerbSyntax {
  /** @returns whether all is well */
  readonly run: (invocation: Invocation) => Promise<boolean>;
}

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

async function search(invocation: Invocation): Promise<boolean> {
  const { argument = '', values } = invocation;
  const mode = oneOf('mode', values['mode'] ?? 'job', MODES);
  const [earliest, latest] = [values['earliest'], values['latest']];
  return await printRows(invocation, (run) => run({ search: argument, mode, earliest, latest }));
}

async function fetch(invocation: Invocation): Promise<boolean> {
  const { values } = invocation;
  const count = values['count'] ?? String(NOTEBOOK.count);
  if (!/^[1-9]\d*$/.test(count)) {
    throw new UserError(`--count must be a positive integer, got "${count}".`);
  }
  const query = {
    index: values['index'] ?? NOTEBOOK.index,
    count: Number(count),
    earliest: values['earliest'] ?? NOTEBOOK.earliest,
    latest: values['latest'] ?? NOTEBOOK.latest,
  };
  return await printRows(invocation, (run) => fetchFlows(query, values['cache'], run));
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

function settingsOf({ variables, isInsecure }: Invocation): Settings {
  return readSettings(variables, isInsecure);
}

function namespaceOf({ values }: Invocation): Namespace {
  return { app: values['app'], owner: values['owner'] };
}

/**
 * Prints the rows that `ask` finds, and their messages on stderr. Splunk is called when `ask` first runs
 * a search.
 */
async function printRows(
  invocation: Invocation,
  ask: (run: (request: SearchRequest) => Promise<ResultRows>) => Promise<ResultRows>,
): Promise<boolean> {
  const { values, stdout, stderr } = invocation;
  const format = oneOf('out', values['out'] ?? 'csv', FORMATS);
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
