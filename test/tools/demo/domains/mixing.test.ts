import { expect, it } from '@jest/globals';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';
import { necursNames, qakbotNames, ranbyusNames } from '../../../../tools/demo/domains/mixing.ts';

it('necurs makes the names that were published, the same for up to four days', () => {
  const first = ['nccojqvabqvkiwhj', 'hoedwwwywnmmbi', 'aeaeneaoinf', 'ccecggc'];
  expect(takeNew(necursNames(9, { year: 2015, month: 8, day: 28 }), 4)).toEqual(first);
  expect(takeNew(necursNames(9, { year: 2015, month: 8, day: 31 }), 4)).toEqual(first);
  expect(takeNew(necursNames(9, { year: 2015, month: 8, day: 27 }), 4)).not.toEqual(first);
});

it('qakbot makes the names that were published, the same for a third of a month', () => {
  const first = ['bqkrtxgkmriwsiwcngtivpx', 'jdtmfupdyueqeldvhsjzdvzob', 'guhmpoxzivhba'];
  expect(takeNew(qakbotNames(0, { year: 2016, month: 2, day: 21 }), 3)).toEqual(first);
  expect(takeNew(qakbotNames(0, { year: 2016, month: 2, day: 29 }), 3)).toEqual(first);
  expect(takeNew(qakbotNames(0, { year: 2016, month: 2, day: 20 }), 3)).not.toEqual(first);
});

it('ranbyus makes 14 letters without z, others each day and with each seed', () => {
  const of = (seed: number, day: number) =>
    takeNew(ranbyusNames(seed, { year: 2019, month: 3, day }), 100);
  const names = [...of(1, 4), ...of(1, 5), ...of(2, 4)];
  expect(new Set(names).size).toBe(300);
  for (const name of names) expect(name).toMatch(/^[a-y]{14}$/);
});
