import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readWords } from '../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../src/commands/fit/fit-arguments.ts';
import { expandMacros, readMacros } from '../../tools/local-splunk/spl/macros.ts';
import { parseSearch, splitWords } from '../../tools/local-splunk/spl/spl.ts';
import { NO_RESULTS, type Table, textOf, toRecords } from '../../tools/local-splunk/table.ts';
import { runWords } from '../support/local-splunk/run-words.ts';

const macros = readMacros('app');

/** Runs a search of Splunk's words alone. */
function run(search: string, input: Table = NO_RESULTS): Record<string, string>[] {
  const table = runWords(expandMacros(search, macros), { input });
  return toRecords(table).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, textOf(cell)])),
  );
}

/** What a reader chooses on the page; an absent target or entity is `undefined`. */
interface Choices {
  readonly source: string;
  readonly predict: string;
  readonly target: string | undefined;
  readonly fields: readonly string[];
  readonly without: readonly string[];
  readonly by: readonly string[];
  readonly window: string;
  readonly horizon: string;
  readonly model: string;
}

const CHOICES: Choices = {
  source: '| inputlookup flows.csv | where x!="a|b"',
  predict: 'class',
  target: 'label',
  fields: [],
  without: [],
  by: [],
  window: 'auto',
  horizon: '12',
  model: 'flows',
};

/** The code that lstm_field_list gives a name. */
function codeOf(name: string): string {
  const [row] = run('eval code=`lstm_code(field)`', { fields: ['field'], rows: [[name]] });
  return row?.['code'] ?? '';
}

const codes = (names: readonly string[], none: string): string =>
  names.length === 0 ? none : names.map(codeOf).join(',');

/** Fields of the rows looked at: all are text but those that are listed as numbers. */
interface Known {
  readonly known: readonly string[];
  readonly numbers?: readonly string[];
  readonly values?: number;
}

function compose(choices: Choices, { known, numbers = [], values = 2 }: Known) {
  const chosen = {
    lstm_source: choices.source,
    lstm_predict: choices.predict,
    lstm_target: codes(choices.target === undefined ? [] : [choices.target], '-'),
    lstm_fields: codes(choices.fields, '*'),
    lstm_without: codes(choices.without, '-'),
    lstm_by: codes(choices.by, '-'),
    lstm_window: choices.window,
    lstm_horizon: choices.horizon,
    lstm_model: choices.model,
  };
  const evals = Object.entries(chosen).map(
    // This is what Dashboard Studio makes of "$token|u$".
    ([name, value]) => `${name}=urldecode("${encodeURIComponent(value)}")`,
  );
  const rows = known.map((field) => [
    field,
    numbers.includes(field) ? 'number' : 'text',
    '500',
    String(values),
    'x',
    codeOf(field),
  ]);
  // Where there is no field, the page adds a row of nothing, which has the choices.
  const input = {
    fields: ['field', 'kind', 'rows', 'values', 'example', 'code'],
    rows: rows.length === 0 ? [[]] : rows,
  };
  const [row = {}, ...more] = run(`eval ${evals.join(', ')} | \`lstm_compose\``, input);
  expect(more).toEqual([]);
  return { search: row['search'], problem: row['problem'] };
}

/** Reads the last command of a search as the app reads what splunkd passes on. */
function parse(search: string) {
  const stage = parseSearch(expandMacros(search, macros)).at(-1);
  expect(stage?.name).toBe('lstmfit');
  const words = splitWords(stage?.text ?? '');
  return readFitArguments(
    readWords(
      words.map(({ text }) => text),
      words.map(({ raw }) => raw),
    ),
  );
}

const ODD_NAMES = [
  'Flow Bytes/s',
  'a,b',
  'say "hi"',
  '"quoted"',
  'x" "y',
  "it's",
  "'both'",
  'a=b',
  'größe',
  '字段',
  '🔑',
  'from',
  'Into',
  'AS',
  'by',
  'except',
  'LSTM',
  '~',
  '-minus',
  '-',
  '!x',
  '{}.id',
  'x(y)',
  'back\\slash',
  'ends\\',
  '\\"',
  'app:x',
  '__proto__',
  'a|b',
  'a[b]',
  '#1',
  '1',
  '1.0',
  '50%',
  '%2C',
  '%22',
  '%2522',
  'a+b',
  '$source$',
  '`macro`',
  'mode=classify',
  'window',
  'a  b',
] as const;

const ownName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((name) => name === name.trim() && name !== '' && !/[*\p{C}]/u.test(name));

const names = fc.uniqueArray(fc.oneof(fc.constantFrom(...ODD_NAMES), ownName), {
  minLength: 8,
  maxLength: 8,
});

describe('the search that the Train page writes', () => {
  it('parses to what was chosen', () => {
    fc.assert(
      fc.property(names, fc.nat(3), fc.nat(2), fc.boolean(), (known, taken, out, isForecast) => {
        const target = known[0] as string;
        const fields = known.slice(1, 1 + taken);
        const without = known.slice(4, 4 + out);
        const by = known.slice(6).filter((name) => !name.includes(','));
        const choices = { ...CHOICES, target, fields, without, by, window: '7' };
        const predict = isForecast ? 'forecast' : 'class';
        const { search, problem } = compose({ ...choices, predict }, { known, numbers: [target] });
        expect(problem).toBeUndefined();
        const fit = parse(search as string);
        expect(fit.target).toBe(target);
        expect(fit.patterns).toEqual([
          ...(taken === 0 ? ['*'] : fields).map((text) => ({ text, isExcluded: false })),
          ...without.map((text) => ({ text, isExcluded: true })),
        ]);
        expect(fit.by).toEqual(by);
        expect(fit.model).toEqual({ scope: undefined, name: 'flows' });
        expect(fit.typed).toEqual({
          window: '7',
          ...(isForecast ? { horizon: '12' } : { mode: 'classify' }),
        });
        expect(search?.startsWith(`${CHOICES.source} | lstmfit `)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('needs no quotes for plain names', () => {
    const known = ['label', 'bytes', 'src_ip', 'id'];
    const choices = { ...CHOICES, fields: ['bytes'], without: ['id'], by: ['src_ip'] };
    expect(compose({ ...choices, model: 'app:flows' }, { known }).search).toBe(
      `${CHOICES.source} | lstmfit label from bytes -id into app:flows by src_ip mode=classify`,
    );
    const nothing = { predict: 'nothing', target: undefined, source: 'index=main |  ' };
    expect(compose({ ...CHOICES, ...nothing }, { known }).search).toBe(
      'index=main | lstmfit from * into flows',
    );
  });

  it('reads the characters of one text', () => {
    fc.assert(
      fc.property(names, (known) => {
        const [target = '', field = ''] = known;
        const choices = { ...CHOICES, target, fields: [field], window: 'characters' };
        const { search, problem } = compose(choices, { known });
        expect(problem).toBeUndefined();
        const fit = parse(search as string);
        expect(fit.patterns).toEqual([{ text: field, isExcluded: false }]);
        expect(fit.typed).toEqual({ window: 'characters', mode: 'classify' });
      }),
      { numRuns: 50 },
    );
  });

  const known = ['label', 'bytes', 'a,b', ' blank', 'a*', '*'];
  it.each<[string, Partial<Choices>, Partial<Known>]>([
    ['Write the search', { source: ' ' }, {}],
    ['Write the search', { source: ' | ' }, {}],
    ['gives no row', {}, { known: [] }],
    ['Choose what to predict', { predict: 'x' }, {}],
    ['Choose the target, the field whose class', { target: undefined }, {}],
    ['Choose the target, the field whose number', { target: undefined, predict: 'number' }, {}],
    ['Nothing is to be predicted, but label', { predict: 'nothing' }, {}],
    ['lable is not a field', { target: 'lable' }, {}],
    ['label has values that are not numbers', { predict: 'number' }, {}],
    ['label has values that are not numbers', { predict: 'forecast' }, {}],
    ['label has more than 100 values', {}, { values: 101 }],
    ['Not all fields to learn from', { fields: ['bytes', 'packets'] }, {}],
    ['Not all fields to leave out', { without: ['packets'] }, {}],
    ['The entity is not a field', { by: ['host'] }, {}],
    ['begins or ends with a blank', { fields: ['bytes', ' blank'] }, {}],
    ['with a comma', { by: ['a,b'] }, {}],
    ['A field with \\*', { fields: ['a*'] }, {}],
    ['A field with \\*', { without: ['*'] }, {}],
    ['cannot tell entities apart', { by: ['label'] }, {}],
    ['cannot be learnt from, too', { fields: ['label', 'bytes'] }, {}],
    ['always reads its past', { predict: 'forecast', target: 'bytes', without: ['bytes'] }, {}],
    ['Choose a window', { window: '0' }, {}],
    ['at least 2 rows', { predict: 'nothing', target: undefined, window: 'fields' }, {}],
    ['reads the rows before', { predict: 'forecast', target: 'bytes', window: 'fields' }, {}],
    ['characters of a text', { predict: 'forecast', target: 'bytes', window: 'characters' }, {}],
    ['choose \\(no entity\\)', { window: 'characters', fields: ['a,b'], by: ['bytes'] }, {}],
    ['of one text', { window: 'characters' }, {}],
    ['of one text', { window: 'characters', fields: ['bytes', 'a,b'] }, {}],
    ['bytes has numbers', { window: 'characters', fields: ['bytes'] }, {}],
    ['rows ahead', { predict: 'forecast', target: 'bytes', horizon: '0' }, {}],
    ["A model's name", { model: '1st' }, {}],
    ["A model's name", { model: 'my model' }, {}],
  ])('says what to do instead: %s', (sentence, choices, fields) => {
    const { search, problem } = compose(
      { ...CHOICES, ...choices },
      { known, numbers: ['bytes'], ...fields },
    );
    expect(search).toBeUndefined();
    expect(problem).toMatch(new RegExp(`${sentence}.*[.]$`));
  });
});
