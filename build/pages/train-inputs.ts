/** The choices of the page Train. Each choice of a field has its code as value, and `-` for none. */
import { dropdown, type Input, multiselect, text, timerange } from './studio/inputs.ts';
import type { Source } from './studio/sources.ts';
import { flows } from './train-stories.ts';

/** @param fields - gives the columns `field` and `code` */
export function trainInputs(fields: Source): Input[] {
  const fieldChoice = { source: fields, label: 'field', value: 'code' } as const;
  return [
    text({ token: 'typed', title: 'Your search', initial: '| inputlookup lstm_demo_flows' }),
    timerange({ token: 'when', title: 'Time range', initial: '-7d@d,now' }),
    dropdown({
      token: 'predict',
      title: 'Predict',
      initial: flows.predict,
      statics: [
        ['A class', 'class'],
        ['A number', 'number'],
        ['A forecast', 'forecast'],
        ['Nothing: find unusual rows', 'nothing'],
      ],
    }),
    dropdown({
      token: 'target',
      title: 'Target',
      initial: flows.target,
      statics: [['(no target)', '-']],
      ...fieldChoice,
    }),
    multiselect({
      token: 'fields',
      title: 'Learn from',
      initial: flows.fields,
      statics: [['* (all fields)', '*']],
      ...fieldChoice,
    }),
    multiselect({
      token: 'without',
      title: 'Leave out',
      initial: flows.without,
      statics: [['(none)', '-']],
      ...fieldChoice,
    }),
    dropdown({
      token: 'by',
      title: 'Entity',
      initial: flows.by,
      statics: [['(no entity)', '-']],
      ...fieldChoice,
    }),
    dropdown({
      token: 'window',
      title: 'Window',
      initial: flows.window,
      statics: [
        ['auto', 'auto'],
        ['Fields of one row', 'fields'],
        ['Characters of one text', 'characters'],
        ...['5', '10', '20', '50', '100'].map((rows) => [`${rows} rows`, rows] as const),
      ],
    }),
    dropdown({
      token: 'horizon',
      title: 'Forecast ahead',
      initial: flows.horizon,
      statics: ['1', '6', '12', '24', '48', '168'].map((rows) => [`${rows} rows`, rows] as const),
    }),
    text({ token: 'model', title: 'Model', initial: flows.model }),
  ];
}
