import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Surprises } from '../../../../src/model/prediction.ts';
import type { AnomalyCalibration, EntityCalibration } from '../../../../src/model/record.ts';
import { createRandom, type Random } from '../../../../src/random.ts';
import {
  anomalyScores,
  fitAnomalyCalibration,
} from '../../../../src/tasks/anomaly/anomaly-calibration.ts';
import {
  type EntityScore,
  scoreEntity,
} from '../../../../src/tasks/anomaly/entities/entity-score.ts';
import { fitEntities } from '../../../../src/tasks/anomaly/entities/fit-entities.ts';
import { weightedStatistics } from '../../../../src/tasks/anomaly/entities/statistics.ts';
import { NO_EVIDENCE } from '../../../../src/tasks/anomaly/surprises.ts';

/** Entities differ by this standard deviation of their means, and rows by 1. */
const BETWEEN = 0.2;

/** Makes the excess of the rows of an entity, of which those from `first` to `end` have `more`. */
function entityOf(random: Random, length: number, more = 0, [first, end] = [0, length]): number[] {
  const own = BETWEEN * random.normal();
  return Array.from({ length }, (_, at) => {
    return own + random.normal() + (at >= first && at < end ? more : 0);
  });
}

const lengthOf = (random: Random): number => Math.round(20 * 50 ** random.uniform());

const surprisesOf = (values: readonly number[]): Surprises => {
  const excess = Float32Array.from(values);
  const bits = excess.map((value) => value + 3);
  return { excess, bits, ranks: new Int32Array(excess.length), evidence: NO_EVIDENCE };
};

/** What a fit with one field learns of rows and of entities. */
interface Learnt {
  readonly ofRows: AnomalyCalibration;
  readonly ofEntities: EntityCalibration;
}

function scored({ ofRows, ofEntities }: Learnt, values: readonly number[]): EntityScore {
  const { excess, bits } = surprisesOf(values);
  const { scores } = anomalyScores(ofRows, { excess, evidence: NO_EVIDENCE });
  const [own, surprise] = [excess, bits].map((list) => Float64Array.from(list)) as [
    Float64Array,
    Float64Array,
  ];
  const chances = Float64Array.from(scores, (score) => 1 - score);
  return scoreEntity(ofEntities, { excess: own, surprise, chances });
}

function calibrate(entities: readonly number[][]): Learnt {
  const surprises = surprisesOf(entities.flat());
  const { excess } = surprises;
  const examples = Int32Array.from(excess.keys());
  const owners = Int32Array.from(entities.flatMap((rows, entity) => rows.map(() => entity)));
  const firsts: number[] = [];
  for (const [at, owner] of owners.entries()) firsts[owner] ??= at;
  const begins = owners.map((owner) => firsts[owner] as number);
  const placed = { rows: examples, entities: owners, begins };
  const ofRows = fitAnomalyCalibration(surprises, 1, null);
  const ofEntities = fitEntities({ placed } as never, examples, surprises, ofRows);
  if (ofEntities === undefined) throw new Error('the rows are too few');
  return { ofRows, ofEntities };
}

describe('scoreEntity', () => {
  let learnt: Learnt;
  const fresh = createRandom(99);
  const scoreOf = (excess: readonly number[]): number => scored(learnt, excess).score;

  beforeAll(() => {
    const random = createRandom(7);
    learnt = calibrate(Array.from({ length: 150 }, () => entityOf(random, lengthOf(random))));
  });

  it('gives each statistic a share of the false alarms', () => {
    const older = { ...learnt.ofEntities, surprises: undefined };

    expect(learnt.ofEntities.surprises).toBeDefined();
    for (const calibration of [learnt.ofEntities, older]) {
      const statistics = weightedStatistics(calibration);

      expect(statistics.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  it('learns tables for 1, 2, 4, … rows, as far as 20 entities are so long', () => {
    expect(learnt.ofEntities.lengths.length).toBeGreaterThanOrEqual(9);
    expect(learnt.ofEntities.count).toBe(150);
    expect(Math.sqrt(learnt.ofEntities.between)).toBeCloseTo(BETWEEN, 1);
  });

  it.each([
    ['short', 20, 60],
    ['middling', 100, 400],
    ['longer than any table', 2000, 4000],
  ])('calls one in twenty usual entities that are %s as odd as one in twenty', (_, from, to) => {
    const scores = Array.from({ length: 400 }, () =>
      scoreOf(entityOf(fresh, from + fresh.integer(to - from))),
    );

    const alarms = scores.filter((score) => score >= 0.95).length / 400;
    expect(alarms).toBeGreaterThan(0.01);
    expect(alarms).toBeLessThan(0.11);
  });

  it.each<[string, number, number, number]>([
    ['is odd all the way', 300, 0.9, 300],
    ['has a burst', 1500, 3.5, 12],
    ['has one very odd row', 1500, 12, 1],
  ])('finds an entity that %s', (_, length, more, odd) => {
    const first = (length - odd) >> 1;
    const excess = entityOf(fresh, length, more, [first, first + odd]);

    expect(scoreOf(excess)).toBeGreaterThan(0.98);
  });

  it('finds an entity whose rows have high scores by what the bits of the network do not show', () => {
    const excess = Float64Array.from(entityOf(fresh, 200));
    const surprise = excess.map((value) => value + 3);
    const often = (share: number): Float64Array =>
      excess.map((_, at) => (at % 20 === 0 ? share : 0.05 + 0.9 * fresh.uniform()));
    const scoreWith = (share: number): number =>
      scoreEntity(learnt.ofEntities, { excess, surprise, chances: often(share) }).score;

    expect(scoreWith(0.5)).toBeLessThan(0.95);
    expect(scoreWith(1e-4)).toBeGreaterThan(scoreWith(0.5));
    expect(scoreWith(1e-8)).toBeGreaterThan(0.95);
  });

  it('stays below 1, also as a float32', () => {
    const score = scoreOf(new Array(3000).fill(1000));

    expect(Math.fround(score)).toBeLessThan(1);
    expect(score).toBeGreaterThan(0.999);
  });
});

describe('fitEntities', () => {
  it('learns nothing of fewer than 20 rows', () => {
    expect(() => calibrate([new Array(19).fill(0)])).toThrow('too few');
  });

  it('takes the stretches of few entities for what is usual of each', () => {
    const random = createRandom(5);
    const two = [entityOf(random, 400), entityOf(random, 400)];
    const { count, lengths } = calibrate(two).ofEntities;

    expect(count).toBe(2);
    expect(lengths[0]?.[0]?.units).toBeGreaterThan(5);
  });

  it('leaves begins out where held-out rows have too few', () => {
    const random = createRandom(11);
    const withBegins = Array.from({ length: 20 }, () => entityOf(random, 60));
    const withFew = withBegins.slice(1);

    expect(calibrate(withBegins).ofEntities.withoutBegins).toBeUndefined();
    expect(calibrate(withFew).ofEntities.withoutBegins).toBe(true);
  });

  it('learns from rows that are all alike', () => {
    const alike = calibrate([new Array(100).fill(2)]);

    expect(scored(alike, new Array(10).fill(2)).score).toBeLessThan(0.9);
    expect(scored(alike, new Array(10).fill(3)).score).toBeGreaterThan(0.9);
    // A tenth of a bit, once, is beyond all that was seen, and no news.
    expect(scored(alike, [2.1, ...new Array(60).fill(2)]).score).toBeLessThan(0.9);
  });

  it('begins the trend with each sequence, as scoring does', () => {
    const excess = Array.from({ length: 400 }, (_, at) => (at % 4 === 3 ? 4 : 0));
    const surprises = surprisesOf(excess);
    const rows = Int32Array.from(excess.keys());
    const ofRows = fitAnomalyCalibration(surprises, 1, null);
    const trendOf = (begins: Int32Array): readonly number[] => {
      const placed = { rows, entities: new Int32Array(400), begins };
      return fitEntities({ placed } as never, rows, surprises, ofRows)?.trend.ranks.values ?? [];
    };

    // One sequence has a trend of its own at each row, and of sequences of four rows all have the same four.
    expect(trendOf(rows.map((at) => at & ~3)).length).toBeLessThanOrEqual(4);
    expect(trendOf(new Int32Array(400)).length).toBeGreaterThan(4);
  });
});
