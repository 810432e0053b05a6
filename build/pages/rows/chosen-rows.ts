/**
 * Lets the reader choose the rows that a page scores: those of the demo, or of a search of his own.
 *
 * The search is the token `$asked:source$`, which only a click sets: what Studio reads from the address cannot
 * make the page run a search.
 */
import { askTokens } from '../studio/drilldowns.ts';
import { dropdown, type Input, text, timerange } from '../studio/inputs.ts';
import { quoteText, type Source, search } from '../studio/sources.ts';
import { decoded } from '../studio/token-values.ts';
import { type Panel, table } from '../studio/visualizations.ts';

export interface ChosenRows {
  /** What the reader types and for which time. */
  readonly inputs: readonly Input[];
  /** The defaults of `asked` of the page. */
  readonly asked: Readonly<Record<string, string>>;
  /** Where the reader chooses between the demo and what was typed. */
  readonly panel: Panel;
}

/**
 * @param source - the search of the demo
 * @param what - what its rows are, in a few words
 */
export function chosenRows(source: string, what: string): ChosenRows {
  // Backticks would be a macro here, too, and are encoded.
  const demo = `urldecode(${quoteText(encodeURIComponent(source))})`;
  const starts = search(
    'starts',
    `| makeresults count=2
    | streamstats count as lstm_row
    | eval rows=if(lstm_row=1, ${quoteText(what)}, "Your search, as typed above"),
      search=if(lstm_row=1, ${demo}, replace(${decoded('typed')}, "[|\\s]+(?!.)", "")),
      use=if(search=${decoded('asked:source')}, "in use", "click to use")
    | table use rows search`,
  );
  return {
    inputs: [
      text({ token: 'typed', title: 'Your search', initial: 'search index=' }),
      timerange({ token: 'when', title: 'Time range', initial: '-7d@d,now' }),
    ],
    asked: { source },
    panel: table({
      name: 'starts',
      title: 'Rows to score',
      description: 'Click on one. For rows of your own type a search above first.',
      source: starts,
      count: 2,
      widths: { use: 100, rows: 190, search: 200 },
      onClick: [askTokens({ source: 'row.search.value' })],
    }),
  };
}

/** Lets the reader choose a model of one mode. */
export function modelInput(mode: string, initial: string): Input {
  const source: Source = search(
    'models',
    `| lstmmodels | where mode=${quoteText(mode)} | stats count by model | table model`,
  );
  return dropdown({ token: 'model', title: 'Model', initial, source, label: 'model' });
}
