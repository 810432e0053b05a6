/**
 * Compiles the stages of a search into steps: Splunk's words, commands of the app, and subsearches.
 *
 * @module
 */
import { UserError } from '../../src/errors.ts';
import type { AppCommand } from './command/commands-conf.ts';
import { BRANCHES, compileWord, WORD_NAMES } from './spl/pipeline-words.ts';
import type { SearchContext } from './spl/search-context.ts';
import { readSource } from './spl/search-source.ts';
import { parseSearch, type Stage } from './spl/spl.ts';
import { type Table, type Transform, textOf } from './table.ts';

/** A compiled stage. */
export type Step = Transform | AppStep | Branch;

export interface AppStep {
  readonly command: AppCommand;
  readonly text: string;
}

/** A subsearch whose results go below those that came before. */
export interface Branch {
  /** The rows that it starts from; undefined for `appendpipe`, which starts from those before it. */
  readonly input: Table | undefined;
  readonly steps: readonly Step[];
}

export interface CompiledSearch {
  readonly input: Table;
  readonly steps: readonly Step[];
  readonly context: SearchContext;
}

export interface CompileOptions {
  readonly commands: ReadonlyMap<string, AppCommand>;
  readonly context: SearchContext;
  /** The events of all indexes but those that the local Splunk has itself. */
  readonly events: Table;
}

/** @throws UserError on an unknown command or bad syntax of one of Splunk's */
export function compileSearch(stages: readonly Stage[], options: CompileOptions): CompiledSearch {
  const source = readSource(stages, options.context.now);
  const { earliest = options.context.earliest, latest = options.context.latest } = source;
  const context = { ...options.context, earliest, latest };
  const { steps: own, isIndexed, events } = eventsOf(source, options);
  const isBounded = isIndexed || source.earliest !== undefined || source.latest !== undefined;
  const input = isBounded ? between(events, earliest, latest) : events;
  const isSearch = true;
  return { input, steps: compileStages(own, { ...options, context }, isSearch), context };
}

/** Finds the events that a search starts from; those given to it are in every index. */
function eventsOf(
  { index, stages }: Pick<ReturnType<typeof readSource>, 'index' | 'stages'>,
  { context, events }: CompileOptions,
) {
  const found = index === undefined ? undefined : context.indexes.read(index);
  if (found !== undefined) return { steps: stages, isIndexed: true, events: found };
  const [first, ...rest] = stages;
  const isEverywhere =
    index !== undefined && first !== undefined && !events.fields.includes('index');
  if (!isEverywhere) return { steps: stages, isIndexed: false, events };
  const text = first.text.replace(/(?<![^\s])index=(?:"[^"]*"|\S+)\s*/, '').trim() || '*';
  return { steps: [{ name: first.name, text }, ...rest], isIndexed: false, events };
}

function compileStages(
  stages: readonly Stage[],
  options: CompileOptions,
  isSearch: boolean,
): readonly Step[] {
  const { commands, context } = options;
  return stages.map((stage, at): Step => {
    const command = commands.get(stage.name);
    if (command !== undefined) return { command, text: stage.text };
    if (isBranch(stage.name)) return compileBranch(stage, options);
    const word = compileWord(stage, isSearch && at === 0, context);
    if (word !== undefined) return word;
    const known = [...WORD_NAMES, ...commands.keys()].join(', ');
    throw new UserError(`Unknown search command '${stage.name}': a local search has ${known}`);
  });
}

function isBranch(name: string): boolean {
  return (BRANCHES as readonly string[]).includes(name);
}

function compileBranch({ name, text }: Stage, options: CompileOptions): Branch {
  const subsearch = /^\[([\s\S]*)\]$/.exec(text)?.[1];
  if (subsearch === undefined) {
    throw new UserError(`${name} must be followed by a subsearch in brackets: ${name} [ … ]`);
  }
  const stages = parseSearch(subsearch);
  if (name === 'append') return compileSearch(stages, options);
  return { input: undefined, steps: compileStages(stages, options, false) };
}

/** Keeps the events of a time range; those without a time stay. */
function between(events: Table, earliest = -Infinity, latest = Infinity): Table {
  const column = events.fields.indexOf('_time');
  if (column < 0) return events;
  const rows = events.rows.filter((row) => {
    const time = Number(textOf(row[column] ?? ''));
    return time >= earliest && time < latest;
  });
  return { fields: events.fields, rows };
}
