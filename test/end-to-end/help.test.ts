import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

it('show=help lists the documents with their questions and pages', async () => {
  const records = await head.records('| lstmmodels show=help', NO_RESULTS);
  expect(records).toContainEqual({
    topic: 'forecasts',
    question: 'forecast a number',
    page: '/static/app/lstm_toolkit/help/forecast.html',
  });
});

it('show=help is of no model', async () => {
  await expect(head.records('| lstmmodels m show=help', NO_RESULTS)).rejects.toThrow(
    'show=help is of no model',
  );
});
