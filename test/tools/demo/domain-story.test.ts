import { describe, expect, it } from '@jest/globals';
import { makeDomainStory } from '../../../tools/demo/domain-story.ts';
import { FAMILIES } from '../../../tools/demo/domains/families.ts';
import { toRecords } from '../../../tools/local-splunk/table.ts';

const rows = toRecords(makeDomainStory(3));

describe('the domain names', () => {
  it('are 200 of each family, and as many benign ones as of all', () => {
    for (const { name, isTrained } of FAMILIES) {
      const own = rows.filter(({ family }) => family === name);
      expect(own).toHaveLength(200);
      expect(own.some(({ part }) => part === 'train')).toBe(isTrained);
      expect(own.every(({ label }) => label === 'dga')).toBe(true);
    }
    expect(rows.filter(({ label }) => label === 'benign')).toHaveLength(4000);
  });

  it('stand below top-level domains that nobody can register, and differ', () => {
    const names = rows.map(({ query }) => String(query));
    for (const name of names) expect(name).toMatch(/^(www\.)?[a-z0-9-]+\.(example|test|invalid)$/);
    const labels = names.map((name) => name.replace(/^www\./, '').replace(/\..*/, ''));
    expect(new Set(labels).size).toBe(rows.length);
  });

  it('are of 2019', () => {
    const years = rows.map(({ _time }) => new Date(Number(_time) * 1000).getUTCFullYear());
    expect(new Set(years)).toEqual(new Set([2019]));
  });
});
