/**
 * Lets the reader choose the rows that a page scores: those of the demo, or of a search of his own.
 *
 * The search is the token `$asked:source$`, which only a click sets: what Studio reads from the address cannot
 * make the page run a search.
 */
import { askTokens, setTokens } from '../studio/drilldowns.ts';
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

/** Rows of the app, and the inputs of the page that serve them. */
export interface DemoRows {
  readonly source: string;
  /** What the rows are, in a few words. */
  readonly what: string;
  /** The values that a click sets, by input; rows of the reader's leave them as they are. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** @param demos - the first one is used before a click */
export function chosenRows(...demos: readonly [DemoRows, ...DemoRows[]]): ChosenRows {
  const [{ source, inputs: set = {} }] = demos;
  const names = Object.keys(set);
  const caseOf = (of: (demo: DemoRows) => string, own: string): string =>
    `case(${demos.map((demo, at) => `lstm_row=${at + 1}, ${of(demo)}`).join(', ')}, 1=1, ${own})`;
  const columns = [
    `rows=${caseOf(({ what }) => quoteText(what), '"Your search, as typed above"')}`,
    // Backticks would be a macro here, too, and are encoded.
    `search=${caseOf(
      (demo) => `urldecode(${quoteText(encodeURIComponent(demo.source))})`,
      `replace(${decoded('typed')}, "[|\\s]+(?!.)", "")`,
    )}`,
    ...names.map(
      (name) =>
        `_${name}=${caseOf(({ inputs }) => quoteText(inputs?.[name] ?? '*'), decoded(name))}`,
    ),
  ];
  const starts = search(
    'starts',
    `| makeresults count=${demos.length + 1}
    | streamstats count as lstm_row
    | eval ${columns.join(', ')}
    | eval use=if(search=${decoded('asked:source')}, "in use", "click to use")
    | table use rows search ${names.map((name) => `_${name}`).join(' ')}`,
  );
  const setInputs = setTokens(
    Object.fromEntries(names.map((name) => [name, `row._${name}.value`])),
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
      count: demos.length + 1,
      widths: { use: 100, rows: 190, search: 200 },
      onClick: [
        askTokens({ source: 'row.search.value' }),
        ...(names.length === 0 ? [] : [setInputs]),
      ],
    }),
  };
}

/**
 * SPL that gives `row` the fields of a row as text, so that any number of them has room in one column of a table. Those
 * of the app, of Splunk and the part of a demo are left out.
 *
 * @param shown - fields that have a column of their own, beside `entity`
 */
export function otherFields(shown: readonly string[] = []): string {
  const left = ['entity', 'part', ...shown].join('|');
  return `foreach * [ eval lstm_row=if(match("<<FIELD>>", "^(lstm.*|_.*|${left})$$") OR isnull('<<FIELD>>'), lstm_row, mvappend(lstm_row, "<<FIELD>>=".mvjoin('<<FIELD>>', " "))) ]
    | eval row=mvjoin(lstm_row, ", ")`;
}

/** Lets the reader choose a model of one mode. */
export function modelInput(mode: string, initial: string): Input {
  const source: Source = search(
    'models',
    `| lstmmodels | where mode=${quoteText(mode)} | stats count by model | table model`,
  );
  return dropdown({ token: 'model', title: 'Model', initial, source, label: 'model' });
}
