/**
 * Compiles the commands of Splunk that a local search knows; the app's own come from its `commands.conf`.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Transform } from '../table.ts';
import { addinfo } from './addinfo.ts';
import { bin } from './bin-word.ts';
import { chart, timechart } from './chart-words.ts';
import { collect } from './collect-word.ts';
import { dedup } from './dedup-word.ts';
import { evaluate } from './eval-word.ts';
import { fields, rename, table } from './field-words.ts';
import { search, where } from './filter-words.ts';
import { foreach } from './foreach-word.ts';
import { inputlookup, outputlookup } from './lookup-words.ts';
import { makeresults } from './makeresults.ts';
import { transpose, untable, xyseries } from './reshape-words.ts';
import { head, reverse, sort, tail } from './row-words.ts';
import type { SearchContext } from './search-context.ts';
import type { Stage } from './spl.ts';
import { eventstats, stats } from './stats-word.ts';
import { streamstats } from './streamstats-word.ts';
import { fillnull, mvexpand, rex } from './value-words.ts';

type Compile = (text: string, context: SearchContext) => Transform;

const WORDS: ReadonlyMap<string, Compile> = new Map<string, Compile>(
  Object.entries({
    ...{
      addinfo,
      bin,
      bucket: bin,
      chart,
      collect,
      dedup,
      fields,
      fillnull,
      foreach,
      head,
      mvexpand,
    },
    ...{ eval: evaluate, eventstats, outputlookup, rename, reverse, rex, search, sort, stats },
    ...{ streamstats, table, tail, timechart, transpose, untable, where, xyseries },
  }),
);

/** These words run a subsearch, which stands in brackets behind them. */
export const BRANCHES = ['append', 'appendpipe'] as const;

/** The names of the words for messages, which say what a local search has besides the app's commands. */
export const WORD_NAMES: readonly string[] = [
  ...WORDS.keys(),
  'inputlookup',
  'makeresults',
  ...BRANCHES,
].sort();

/**
 * Compiles a pipeline word, so that its mistakes show before any data is read.
 *
 * @returns undefined when the word is not one of Splunk's that we know
 * @throws UserError on bad syntax
 */
export function compileWord(
  { name, text }: Stage,
  isFirst: boolean,
  context: SearchContext,
): Transform | undefined {
  if (name === 'inputlookup') return inputlookup(text, isFirst, context);
  if (name !== 'makeresults') return WORDS.get(name)?.(text, context);
  if (!isFirst) throw new UserError('makeresults must be the first command of a search');
  return makeresults(text, context);
}
