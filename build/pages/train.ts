/**
 * Writes the search that trains a model, and shows the fits that run now and lately.
 *
 * The page trains nothing: the search that it writes is opened in Search. The names of fields are codes of
 * the macro `lstm_code`, because Studio puts commas between several values of a token. The filter `u`
 * encodes tokens for a URL and the searches decode them, so that no value can change a search.
 */
import { askTokens, openUrl, searchUrl, setTokens } from './studio/drilldowns.ts';
import { row, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { chain, orSay, quoteText, search } from './studio/sources.ts';
import { decoded } from './studio/token-values.ts';
import { line, table } from './studio/visualizations.ts';
import { trainInputs } from './train-inputs.ts';
import { flows, type Story, stories } from './train-stories.ts';

/** What the reader chooses, and what the composed search calls it. */
const CHOICES = [
  'predict',
  'target',
  'fields',
  'without',
  'by',
  'window',
  'horizon',
  'model',
] as const;

/** Writes a text in SPL: one with the backtick of a macro is encoded, because the macro would be expanded in it. */
const texts = (text: string): string =>
  text.includes('`') ? `urldecode(${quoteText(encodeURIComponent(text))})` : quoteText(text);

/** Makes a column of the list of starts: the reader's own choice first, then that of each story. */
function startColumn(column: string, of: keyof Story, own: string): string {
  const cases = stories.map((story, at) => `lstm_row=${at + 2}, ${texts(story[of])}`);
  return `${column}=case(lstm_row=1, ${own}, ${cases.join(', ')})`;
}

/** Columns that begin with an underscore are not shown, and a click reads them. */
const starts = search(
  'starts',
  `| makeresults count=${stories.length + 1}
| streamstats count as lstm_row
| eval ${[
    startColumn('start', 'start', '"Your search, as typed above"'),
    startColumn('learns', 'learns', '"What you choose above"'),
    startColumn('source', 'source', `replace(${decoded('typed')}, "[|\\s]+(?!.)", "")`),
    ...CHOICES.map((name) => startColumn(`_${name}`, name, decoded(name))),
  ].join(', ')}
| eval use=if(source=${decoded('asked:source')}, "in use", "click to use")
| table use start source learns ${CHOICES.map((name) => `_${name}`).join(' ')}`,
);

const fields = search('fields', '$asked:source$\n| `lstm_field_list`', { time: 'when' });

const fieldTable = chain(
  fields,
  'field_table',
  orSay('| table field kind rows values example', 'The search gives no row with a field.', 'field'),
);

const composed = chain(
  fields,
  'composed',
  `| appendpipe [ stats count | where count=0 ]
| eval lstm_source=${decoded('asked:source')}, ${CHOICES.map((name) => `lstm_${name}=${decoded(name)}`).join(', ')}
| \`lstm_compose\``,
);

/** Where there is no search yet, a click shows the problem in Search. */
const written = chain(
  composed,
  'written',
  `| eval lstm_search=coalesce(search, "Not yet: ".problem), next=if(isnull(problem), "Open in Search", "Choose anew above"), _search=coalesce(search, "| makeresults | eval problem=\\"".replace(problem, "[\\x22\\x5c|\\x5b\\x5d]", " ")."\\" | table problem")
| rename lstm_search as Search
| table next Search _search`,
);

const parts = chain(composed, 'parts', '| `lstm_compose_parts`');

/** A row without a fit leads to the newest fit, as the page does before a click. */
const fits = search(
  'fits',
  `| lstmmodels show=fits
| head 20
| eval started=replace(started, "^(.{10})T(.{8}).*", "\\1 \\2"), epoch=epoch." of ".epochs, state=if(outcome="running", phase, outcome), loss=round(loss, 4), validation=round(validation_loss, 4), left=time_left." s", _sid=sid
| table started model state epoch loss validation left user _sid
| appendpipe [ stats count | where count=0 | eval started="No fit yet: open the search above in Search and run it.", _sid="newest" | fields - count ]`,
  { refresh: 5 },
);

const epochs = search(
  'epochs',
  orSay(
    '| lstmmodels show=fits sid=$sid|s$ | table epoch loss validation_loss',
    'No epoch has ended yet',
    'epoch',
  ),
  { refresh: 5 },
);

export const trainPage: Page = {
  view: 'lstm_train',
  label: 'Train',
  description:
    'Choose rows and what to predict: this page writes the search that trains, and says what each part of it means. It runs in Search, not here.',
  help: 'tutorial',
  inputs: trainInputs(fields),
  tokens: { sid: 'newest' },
  asked: { source: flows.source },
  rows: [
    row(
      330,
      table({
        name: 'starts',
        title: '1. Rows to learn from',
        description:
          'Click on an example to try it, or type your search above and click on the first row: its first 500 rows are read for their fields.',
        source: starts,
        widths: { use: 100, start: 280, source: 380, learns: 400 },
        onClick: [
          askTokens({ source: 'row.source.value' }),
          setTokens(Object.fromEntries(CHOICES.map((name) => [name, `row._${name}.value`]))),
        ],
      }),
    ),
    row(
      180,
      table({
        name: 'written',
        title: '2. The search that trains',
        description:
          'Click to open it in Search. Splunk asks before it runs lstmfit, because the command saves a model.',
        source: written,
        widths: { next: 160, Search: 480 },
        onClick: [
          openUrl(
            `${searchUrl('$row._search.value$')}&earliest=$when.earliest|u$&latest=$when.latest|u$`,
          ),
        ],
      }),
    ),
    row(
      530,
      wide(
        5,
        table({
          name: 'fields',
          title: 'Fields of these rows',
          description: 'Of the first 500 rows. Choose target, fields and entity above.',
          source: fieldTable,
          count: 10,
          widths: { field: 160, kind: 90, rows: 90, values: 100, example: 150 },
          words: ['example'],
        }),
      ),
      wide(
        7,
        table({
          name: 'parts',
          title: 'What each part of the search means',
          source: parts,
          widths: { part: 250, meaning: 400 },
        }),
      ),
    ),
    row(
      320,
      wide(
        8,
        table({
          name: 'fits',
          title: '3. Fits that run now and lately',
          description: 'Click on a fit to see its epochs.',
          source: fits,
          widths: {
            started: 190,
            model: 150,
            state: 105,
            epoch: 100,
            loss: 90,
            validation: 125,
            left: 90,
            user: 100,
          },
          states: ['state'],
          onClick: [setTokens({ sid: 'row._sid.value' })],
        }),
      ),
      wide(
        4,
        line({
          name: 'epochs',
          title: 'Loss by epoch',
          description: 'Of the fit that was clicked, else of the newest one.',
          source: epochs,
          xTitle: 'Epoch',
          yTitle: 'Loss',
        }),
      ),
    ),
  ],
};
