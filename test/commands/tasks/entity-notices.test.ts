import { describe, expect, it } from '@jest/globals';
import { entityNotice } from '../../../src/commands/tasks/entity-notices.ts';

const of = (score: number, alertChance: number) => ({ score, alertChance });
const usual = of(0.4, 0.2);

describe('entityNotice', () => {
  it.each<[string, Parameters<typeof entityNotice>, string]>([
    [
      'one of several, with enough held-out ones',
      [
        [of(0.9995, 1e-9), usual, undefined],
        2000,
        { by: 'entity', span: undefined, threshold: 0.999 },
      ],
      '1 of 3 entities reaches 0.999, which about 0.001 of usual ones do.',
    ],
    [
      'the only one, with one held-out one',
      [[usual], 1, { by: 'entity', span: undefined, threshold: 0.99 }],
      '0 of 1 entity reach 0.99, which about 0.01 of usual ones do. The held-out rows are of 1 entity, which shows none so rare: such scores are estimates from the tail.',
    ],
    [
      'sessions with too many anomalies',
      [[of(0.95, 1e-9), usual], 2000, { by: 'session', span: undefined, threshold: 0.999 }],
      '0 of 2 sessions reach 0.999, which about 0.001 of usual ones do. 1 below it has more rows that are anomalies than luck gives: | sort 0 anomalies_chance shows them first.',
    ],
    [
      'spans with too many anomalies, of so many that some have them by luck',
      [
        [of(0.9995, 0.1), of(0.95, 4e-4), of(0.95, 1e-9), of(0.9, 1e-9)],
        2000,
        { by: 'entity', span: 3600, threshold: 0.999 },
      ],
      '1 of 4 spans of entities reaches 0.999, which about 0.001 of usual ones do. 2 below it have more rows that are anomalies than luck gives: | sort 0 anomalies_chance shows them first.',
    ],
  ])('tells of %s', (_, given, text) => {
    expect(entityNotice(...given)).toEqual({ level: 'INFO', text });
  });
});
