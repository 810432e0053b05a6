import { describe, expect, it } from '@jest/globals';
import { FAMILIES } from '../../../../tools/demo/domains/families.ts';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';

const date = { year: 2019, month: 3, day: 4 };

describe('the families', () => {
  it('are 20, six of which are not trained on, of each kind', () => {
    expect(FAMILIES).toHaveLength(20);
    expect(FAMILIES.filter(({ isTrained }) => !isTrained)).toHaveLength(6);
    expect(new Set(FAMILIES.map(({ kind }) => kind)).size).toBe(4);
    const names = FAMILIES.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
  });

  it.each(FAMILIES)('$name makes 200 labels that DNS allows, the same ones each time', (family) => {
    const names = takeNew(family.names(date), 200);
    for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(takeNew(family.names(date), 200)).toEqual(names);
  });
});
