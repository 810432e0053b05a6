/**
 * Makes the inputs above a page. Each sets one token, which always has a default: a panel whose token has
 * no value shows nothing but "Waiting for input".
 */
import type { Source } from './sources.ts';

export interface Input {
  readonly token: string;
  readonly title: string;
  readonly type: string;
  readonly options: object;
  /** What the token is before the reader chooses; of a time range two times with a comma. */
  readonly initial: string;
  readonly source?: Source;
  readonly context?: object;
}

interface Named {
  readonly token: string;
  readonly title: string;
  readonly initial: string;
}

/** Texts and the values that they stand for. */
type Choices = readonly (readonly [label: string, value: string])[];

interface Choice extends Named {
  /** Fixed choices, which stand first. */
  readonly statics?: Choices;
  /** The search whose rows are further choices, and its columns. */
  readonly source?: Source;
  readonly label?: string;
  readonly value?: string;
}

/** Lets the reader choose one value. */
export const dropdown = (choice: Choice): Input => choiceInput('input.dropdown', choice);

/** Lets the reader choose several values; the token holds them with commas between. */
export const multiselect = (choice: Choice): Input => choiceInput('input.multiselect', choice);

function choiceInput(type: string, { token, title, initial, ...choice }: Choice): Input {
  const { statics = [], source, label = 'label', value = label } = choice;
  const defaultValue = type === 'input.multiselect' ? initial.split(',') : initial;
  const head = { token, title, type, initial };
  if (source === undefined) {
    const items = statics.map(([text, of]) => ({ label: text, value: of }));
    return { ...head, options: { token, defaultValue, items } };
  }
  const items =
    statics.length === 0
      ? '>frame(label, value) | objects()'
      : '>frame(label, value) | prepend(formattedStatics) | objects()';
  const context = {
    formattedConfig: { number: { prefix: '' } },
    label: column(label, 'label'),
    value: column(value, 'value'),
    ...(statics.length === 0
      ? {}
      : {
          formattedStatics: '>statics | formatByType(formattedConfig)',
          statics: [statics.map(([text]) => text), statics.map(([, of]) => of)],
        }),
  };
  return { ...head, options: { token, defaultValue, items }, source, context };
}

function column(name: string, as: string): string {
  return `>primary | seriesByName(${JSON.stringify(name)}) | renameSeries("${as}") | formatByType(formattedConfig)`;
}

/** Lets the reader type a text. */
export function text({ token, title, initial }: Named): Input {
  const options = { token, defaultValue: initial };
  return { token, title, type: 'input.text', initial, options };
}

interface Number extends Named {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

/** Lets the reader type a number. */
export function number({ token, title, initial, ...bounds }: Number): Input {
  const options = { token, defaultValue: globalThis.Number(initial), ...bounds };
  return { token, title, type: 'input.number', initial, options };
}

/** Lets the reader choose times; `initial` is `earliest,latest`. Sources name its token as `time`. */
export function timerange({ token, title, initial }: Named): Input {
  const options = { token, defaultValue: initial };
  return { token, title, type: 'input.timerange', initial, options };
}
