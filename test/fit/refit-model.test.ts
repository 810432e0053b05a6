import { describe, expect, it } from '@jest/globals';
import { crossFit } from '../../src/fit/cross-fit.ts';
import { type PreparedFit, trainNetwork } from '../../src/fit/pipeline.ts';
import { trainingsOfRefit } from '../../src/fit/refit-model.ts';
import type { TrainingContext } from '../../src/fit/training/training.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import type { FittedModel, ModelHeader } from '../../src/model/header.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { Engine, EngineFactory } from '../../src/network/engine.ts';
import { createRandom } from '../../src/random.ts';
import { prepare } from '../support/models/models.ts';
import { scoredBy } from '../support/models/scored.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { trained } from '../support/rows/sample-rows.ts';

/** Rows whose class follows from one field of six, and from much noise. */
function rowsOf(count: number, seed: number): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at): Row => {
    const values = Array.from({ length: 6 }, () => random.normal());
    const y = (values[0] ?? 0) + random.normal() > 0.5 ? 'bad' : 'ok';
    const [a, b, c, d, e, f] = values.map((value) => value.toFixed(3)) as string[];
    return {
      _time: 1000 + at,
      src: `s${at % 3}`,
      a: a ?? '',
      b: b ?? '',
      c: c ?? '',
      d: d ?? '',
      e: e ?? '',
      f: f ?? '',
      y,
    };
  });
}

const context: TrainingContext = {
  onEpoch: () => undefined,
  breathe: async () => undefined,
  now: () => 0,
  stop: () => undefined,
};

const create: EngineFactory = async (spec, weights) =>
  new BuiltinEngine(referenceKernel, spec, weights);

/** An engine, with the examples that it has learnt from and those that it was asked about afterwards. */
interface Watched {
  readonly learnt: Set<number>;
  readonly asked: Set<number>;
}

function watching(watched: Watched[]): EngineFactory {
  return async (spec, weights): Promise<Engine> => {
    const engine = await create(spec, weights);
    const own: Watched = { learnt: new Set(), asked: new Set() };
    watched.push(own);
    return new Proxy(engine, {
      get(target, name) {
        if (name === 'train') {
          return (...words: Parameters<Engine['train']>) => {
            for (const sample of words[1].samples) own.learnt.add(sample);
            return target.train(...words);
          };
        }
        if (name === 'predict') {
          return (...words: Parameters<Engine['predict']>) => {
            for (const sample of words[1]) own.asked.add(sample);
            return target.predict(...words);
          };
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
}

async function crossed(fit: PreparedFit, createEngine: EngineFactory) {
  const { begin, engine, options, outcome } = await trainNetwork(fit, createEngine, context);
  const { data, examples, draft, settings } = fit;
  const again = { options, outcome };
  const crossedFit = { data, examples, sequence: draft.sequence, settings, begin, engine, again };
  return await crossFit({ ...crossedFit, wide: undefined }, context);
}

describe('crossFit', () => {
  it.each([
    'y from a b c into m window=1',
    'y from a b c into m window=fields split=random test=0.1',
    'y from a b c into m by src window=3 split=random',
    'y from a b c into m by src window=3 split=entity',
    'y from a b c into m window=4 test=0.2',
  ])('judges each example once, by a network that has not learnt from it: %s', async (typed) => {
    const fit = prepare(resultsOf(rowsOf(120, 1)), `${typed} units=2 epochs=1`);
    const { training, validation, test } = fit.data;
    const watched: Watched[] = [];
    const blocks = (await crossed(fit, watching(watched))) ?? [];

    expect(blocks).toHaveLength(3);
    expect(blocks.flatMap(({ examples }) => [...examples]).sort((a, b) => a - b)).toEqual(
      [...training, ...validation, ...test].sort((a, b) => a - b),
    );
    for (const [at, { examples }] of blocks.entries()) {
      const { learnt = new Set(), asked = new Set() } = watched[at] ?? {};
      expect(learnt.size).toBeGreaterThan(20);
      expect([...examples].filter((example) => learnt.has(example))).toEqual([]);
      expect([...examples].filter((example) => !asked.has(example))).toEqual([]);
    }
  });

  it('leaves a single training entity whole, and takes the rows that were held out', async () => {
    const rows = rowsOf(120, 1).map((row, at) => ({ ...row, src: at % 4 === 0 ? 's1' : 's0' }));
    const fit = prepare(
      resultsOf(rows),
      'y from a into m by src window=2 split=entity units=2 epochs=1',
    );
    expect(await crossed(fit, create)).toHaveLength(1);
  });

  it('gives nothing where it is stopped', async () => {
    const fit = prepare(resultsOf(rowsOf(120, 1)), 'y from a into m window=1 units=2 epochs=1');
    const network = await trainNetwork(fit, create, context);
    const { data, examples, draft, settings } = fit;
    const again = { options: network.options, outcome: network.outcome };
    const own = { data, examples, sequence: draft.sequence, settings, again, wide: undefined };
    expect(
      await crossFit({ ...network, ...own }, { ...context, stop: () => 'time' }),
    ).toBeUndefined();
  });
});

/** Returns the mean log loss of rows. */
async function logLoss(model: FittedModel, rows: readonly Row[]): Promise<number> {
  const { scores } = await scoredBy(model, resultsOf(rows));
  const { prediction, samples } = scores;
  if (prediction.mode !== 'classify') throw new Error('a model of classes is needed');
  const losses = rows.map(({ y }, row) => {
    // `bad` is the positive class, which is the second one.
    const share = prediction.probabilities[2 * (samples[row] ?? 0) + Number(y === 'bad')] ?? 0;
    return -Math.log(Math.max(1e-6, share));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
}

describe('trainingsOfRefit', () => {
  it.each([
    ['is none without one', 'y from a into m window=1 test=0', 0],
    ['is one of numbers', 'a from b into m mode=regress window=1 test=0 refit=true', 1],
    // Each half of 80 training rows is judged by a network of the 60 other rows of all 100.
    ['has two shorter ones of classes', 'y from a into m window=1 test=0 refit=true', 2.2],
  ])('%s, and the estimate counts it', (_, typed, expected) => {
    const { data, settings, estimate } = prepare(resultsOf(rowsOf(100, 1)), typed);
    const { refitSeconds } = estimate.duration(1);

    expect(trainingsOfRefit(data, settings)).toBeCloseTo(expected);
    expect(refitSeconds > 0).toBe(expected > 0);
  });
});

describe('a refitted network of classes', () => {
  const typed = 'y from a b c d e f into m window=1 units=8 patience=0 test=0 batch_size=16';

  it('is as sure of later rows as it may be, where validation rows were too few to tell', async () => {
    const rows = resultsOf(rowsOf(150, 1));
    const learntByHeart = `${typed} epochs=150 wide=false`;
    const before = await trained(prepare(rows, learntByHeart));
    const { model } = await trained(prepare(rows, `${learntByHeart} refit=true`));
    const { calibration } = before.model.header as ModelHeader<'classify'>;
    const borrowed = { ...model, header: { ...model.header, calibration } as ModelHeader };
    const later = rowsOf(2000, 100);

    expect(calibration?.slope).toBe(1);
    expect(await logLoss(model, later)).toBeLessThan(0.9 * (await logLoss(borrowed, later)));
  });

  it.each(['wide=false', 'wide=true'])(
    'has a threshold of its own, and the figures from before, with %s',
    async (wide) => {
      const rows = resultsOf(rowsOf(250, 1));
      const before = await trained(prepare(rows, `${typed} epochs=5 ${wide}`));
      const { model, notices } = await trained(
        prepare(rows, `${typed} epochs=5 ${wide} refit=true`),
      );

      expect(model.header.training.metrics).toEqual(before.model.header.training.metrics);
      expect(model.header.threshold).not.toBe(before.model.header.threshold);
      expect(model.header).toHaveProperty('curve.count', 250);
      expect(notices.map(({ text }) => text)).toContain(
        'What the refitted network says is calibrated, and its threshold chosen, by 250 rows in 3 blocks, each judged by a network that was trained alike on the rows of the others.',
      );
    },
  );

  it('of numbers needs no blocks', async () => {
    const rows = resultsOf(rowsOf(120, 1));
    const { notices } = await trained(
      prepare(rows, 'a from b c into m mode=regress window=2 units=2 epochs=1 refit=true'),
    );
    expect(notices.map(({ text }) => text).join()).not.toContain('blocks');
  });
});
