import { expect, it } from '@jest/globals';
import {
  corebotNames,
  dircryptNames,
  fobberNames,
  qadarsNames,
  ramdoNames,
  ramnitNames,
  simdaNames,
  tinbaNames,
  zloaderNames,
} from '../../../../tools/demo/domains/congruential.ts';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';

// The seeds are those of malware, and the names are the first ones of published lists.
const published = [
  {
    family: 'corebot',
    names: corebotNames(0x1dba8930, { year: 2015, month: 9, day: 8 }),
    first: ['lkhylm0mhyfuhg', 's63234wluv5v365bwp5', 'afe6mfy23xcxgfa'],
  },
  {
    family: 'dircrypt',
    names: dircryptNames(0xf2113c2a),
    first: ['rauggyguyp', 'llullzza', 'mluztamhnngwgh'],
  },
  {
    family: 'fobber',
    names: fobberNames(0xc87c8a78, -1719405398, 17),
    first: ['vhkintjtksyxgjrzz', 'btpnxlsfdqbhzazyx', 'ukfmknjdenthvktgc'],
  },
  {
    family: 'fobber of ten letters',
    names: fobberNames(0x851a3e59, -1916503263, 10),
    first: ['drohppbkxj', 'gbjtyyhrhk', 'suogzzicvq'],
  },
  {
    family: 'qadars',
    names: qadarsNames(0x89f5, { year: 2016, month: 3, day: 28 }),
    first: ['jk9enwhansl2', 'sdqfodmf81m7', '5uro1uzspejk'],
  },
  {
    family: 'ramnit',
    names: ramnitNames(0x79159c10),
    first: ['knpqxlxcwtlvgrdyhd', 'nvlyffua', 'hgyudheedieibxy'],
  },
  {
    family: 'simda',
    names: simdaNames(0x45ae94b2, 2052, 7),
    first: ['gatyfus', 'lyvyxor', 'vojyqem'],
  },
  {
    family: 'tinba',
    names: tinbaNames('jc74FlUna852Ji9o', 'blackfreeqazyio.cc'),
    first: ['nvfowikhevmy', 'sjhuqlwrqhqx'],
  },
  {
    family: 'zloader',
    names: zloaderNames('Ts72YjsjO5TghE6m', { year: 2020, month: 1, day: 1 }),
    first: ['vnsccsxflfdyxrylsmdd', 'jdhucdvrglhmoerwrifr', 'adlmdoikdjesxtjyjdhu'],
  },
];

it.each(published)('$family makes the names that were published', ({ names, first }) => {
  expect(takeNew(names, first.length)).toEqual(first);
});

it('qadars has the same names until Sunday', () => {
  const of = (day: number) => takeNew(qadarsNames(1, { year: 2019, month: 3, day }), 5);
  // 2019-03-07 and 2019-03-13 are a Thursday and the Wednesday after it.
  expect(of(13)).toEqual(of(11));
  expect(of(11)).not.toEqual(of(7));
});

it('ramdo makes 16 letters, every second one of the alphabet where the seed is even', () => {
  for (const name of takeNew(ramdoNames(0x2019), 100)) {
    expect(name).toMatch(/^[acegikmoqsuwy]{16}$/);
  }
});
