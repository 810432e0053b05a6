import { describe, expect, it } from '@jest/globals';
import {
  openSearch,
  openView,
  searchUrl,
  setTokens,
} from '../../../../build/pages/studio/drilldowns.ts';

describe('a click', () => {
  it('opens a view with what was clicked, encoded by Studio', () => {
    expect(openView('lstm_model', { model: 'row.model.value' })).toEqual({
      type: 'drilldown.customUrl',
      options: {
        url: '/app/lstm_toolkit/lstm_model?form.model=$row.model.value|u$',
        newTab: false,
      },
    });
  });

  it('opens Search with the SPL encoded, except for tokens, which Studio quotes and encodes', () => {
    const url = searchUrl('| lstmmodels $model|s$ show=fields | where a="100%"');
    const tail = 'show%3Dfields%20%7C%20where%20a%3D%22100%25%22';
    expect(url).toBe(`/app/lstm_toolkit/search?q=%7C%20lstmmodels%20$model|s|u$%20${tail}`);
    expect(openSearch('x').options).toEqual({ url: '/app/lstm_toolkit/search?q=x', newTab: true });
  });

  it('sets tokens from the click or to a value', () => {
    expect(setTokens({ host: 'row.host.value', tab: { value: 'rows' } }).options).toEqual({
      tokens: [
        { token: 'host', key: 'row.host.value' },
        { token: 'tab', value: 'rows' },
      ],
    });
  });
});
