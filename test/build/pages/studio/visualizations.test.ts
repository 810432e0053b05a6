import { describe, expect, it } from '@jest/globals';
import { search } from '../../../../build/pages/studio/sources.ts';
import { line, table } from '../../../../build/pages/studio/visualizations.ts';

const source = search('rows', '| makeresults');
const panel = { name: 'p', title: 'P', source };

describe('a table', () => {
  it('leaves its widest column without a width, and the others at least what Studio accepts', () => {
    const { options } = table({ ...panel, widths: { state: 10, value: 100, text: 200 } });
    const { columnFormat } = options as { columnFormat: object };
    expect(columnFormat).toEqual({ state: { width: 30 }, value: { width: 45 } });
  });

  it('has the colour of links in its first column alone', () => {
    const widths = { model: 10, state: 10, age: 10 };
    const { options, context } = table({ ...panel, widths, states: ['state'], onClick: [] });
    const { columnFormat } = options as { columnFormat: Record<string, object> };
    expect(columnFormat['model'] ?? {}).not.toHaveProperty('rowColors');
    expect(columnFormat['state']).toHaveProperty('rowBackgroundColors');
    expect(columnFormat['age']).toHaveProperty(
      'rowColors',
      '> table | seriesByName("age") | pick(plainText)',
    );
    expect(context).toHaveProperty('plainText', ['> themes.textColor']);
  });

  it('leaves what is well without a colour in a column of alarms', () => {
    const { context } = table({ ...panel, alarms: ['state'] });
    const { cells0, texts0 } = context as Record<string, { match: string; value: string }[]>;
    expect(cells0?.map(({ match }) => match)).not.toContain('ok');
    expect(texts0?.at(-1)).toEqual({ match: 'ok', value: '> themes.textColor' });
  });

  it('colours states and formats numbers through its context', () => {
    const { options, context } = table({ ...panel, states: ['state'], precisions: { f1: 3 } });
    const { columnFormat } = options as { columnFormat: Record<string, object> };
    expect(columnFormat['state']).toEqual({
      rowBackgroundColors: '> table | seriesByName("state") | matchValue(cells0)',
      rowColors: '> table | seriesByName("state") | matchValue(texts0)',
    });
    expect(columnFormat['f1']).toEqual({
      data: '> table | seriesByName("f1") | formatByType(number3)',
    });
    expect(Object.keys(context ?? {})).toEqual(['cells0', 'texts0', 'number3']);
  });
});

it('a chart has only the options that are given', () => {
  const { options } = line({ ...panel, yMin: 0 });
  expect(options).toMatchObject({ yAxisMin: 0, xAxisTitleVisibility: 'hide' });
  expect(Object.values(options ?? {})).not.toContain(undefined);
});
