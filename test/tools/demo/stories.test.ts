import { describe, expect, it } from '@jest/globals';
import { STORIES } from '../../../tools/demo/stories.ts';
import { toRecords } from '../../../tools/local-splunk/table.ts';

const stories = STORIES.map((story) => ({ ...story, rows: toRecords(story.makeRows()) }));

describe.each(stories)('$lookup', ({ rows, makeRows }) => {
  it('is the same each time', () => {
    expect(toRecords(makeRows())).toEqual(rows);
  });

  it('has its rows in order of time, those for training before those that are scored', () => {
    const times = rows.map(({ _time }) => Number(_time));
    const parts = rows.map(({ part }) => part);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect([...new Set(parts)]).toEqual(['train', 'score']);
    expect(parts.lastIndexOf('train')).toBe(parts.indexOf('score') - 1);
  });

  it('names no address but private ones and those of documents', () => {
    const texts = rows.flatMap((row) => Object.values(row).map(String));
    const addresses = texts.filter((text) => /^\d+\.\d+\.\d+\.\d+$/.test(text));
    const foreign = addresses.filter(
      (address) => !/^(?:10|192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address),
    );
    expect(foreign).toEqual([]);
  });
});

describe('the invented incidents', () => {
  it('stand in scored rows only', () => {
    const marked = stories.flatMap(({ rows }) =>
      rows.filter(({ incident, occasion }) => incident !== undefined || occasion !== undefined),
    );
    expect(new Set(marked.map(({ part }) => part))).toEqual(new Set(['score']));
    expect(new Set(marked.map(({ incident, occasion }) => incident ?? occasion))).toEqual(
      new Set(['holiday', 'outage', 'stolen account', 'files taken along', 'backups destroyed']),
    );
  });
});

describe('the flows', () => {
  it('have each class in the rows for training and in those that are scored', () => {
    const flows = stories.find(({ model }) => model === 'demo_flows')?.rows ?? [];
    const classes = new Set(flows.map(({ part, label }) => `${part} ${label}`));
    expect(classes.size).toBe(8);
  });
});
