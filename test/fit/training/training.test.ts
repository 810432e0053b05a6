import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { UserError } from '../../../src/errors.ts';
import { type BatchFigures, batchFigures } from '../../../src/fit/training/batch-figures.ts';
import { refit } from '../../../src/fit/training/refit.ts';
import {
  type EpochRow,
  type TrainingContext,
  type TrainingOutcome,
  train,
} from '../../../src/fit/training/training.ts';
import { automaticBatchSize } from '../../../src/fit/training/training-options.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import type { Examples } from '../../../src/model/examples.ts';
import type { TrainingOptions } from '../../../src/model/fit-options.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import type {
  BatchResult,
  Engine,
  TrainingBatch,
  UpdateRule,
} from '../../../src/network/engine.ts';
import { initialWeights } from '../../../src/network/initial-weights.ts';
import type { NetworkSpec } from '../../../src/network/network-spec.ts';

/**
 * An engine whose one weight counts the updates, and whose losses follow a script, so that tests see
 * what the training loop does with them.
 */
class ScriptedEngine implements Engine {
  readonly network = network;
  readonly batches: number[][] = [];
  readonly rules: UpdateRule[] = [];
  #weight = 0;
  readonly #lossOf: (updates: number) => number;
  readonly #trainingLossOf: (updates: number) => number;

  /**
   * @param lossOf - returns the validation loss after a number of updates
   * @param trainingLossOf - returns the loss of an update
   */
  constructor(lossOf: (updates: number) => number, trainingLossOf = (_: number): number => 1) {
    this.#lossOf = lossOf;
    this.#trainingLossOf = trainingLossOf;
  }

  train(_: Sequences, { samples }: TrainingBatch, rule: UpdateRule): BatchResult {
    this.batches.push([...samples]);
    this.rules.push(rule);
    this.#weight++;
    const loss = this.#trainingLossOf(this.#weight);
    return { loss, logits: new Float32Array(samples.length).fill(loss) };
  }

  predict(_: Sequences, samples: Int32Array): Float32Array {
    return new Float32Array(samples.length).fill(this.#lossOf(this.#weight));
  }

  weights(): Float32Array {
    return Float32Array.of(this.#weight);
  }

  setWeights(weights: Float32Array): void {
    this.#weight = weights[0];
  }
}

/** The logits of a scripted engine are the loss. */
const readLoss: BatchFigures = (logits) => ({ loss: logits[0], metric: -logits[0] });

function examplesOf(training: number, validation: number): Examples {
  const count = training + validation;
  const positions = Int32Array.from({ length: count }, (_, at) => at);
  return {
    sequences: {
      steps: {
        count,
        width: 1,
        features: Float32Array.from(positions, (at) => (at % 2 === 0 ? 1 : -1)),
        idCount: 0,
        ids: new Int32Array(0),
      },
      starts: positions,
      lengths: new Int32Array(count).fill(1),
    },
    training: positions.slice(0, training),
    validation: positions.slice(training),
    targets: Float32Array.from(positions, (at) => (at % 2 === 0 ? 1 : 0)),
  };
}

const options: TrainingOptions = {
  epochs: 'auto',
  batchSize: 10,
  optimizer: 'sgd',
  learningRate: 0.8,
  clip: 1,
  leastProgress: 1e-4,
  patience: 6,
  seed: 0,
};

/** The network reads the sequences of `examplesOf`. */
const network: NetworkSpec = {
  features: 1,
  embeddings: [],
  units: [1],
  dropout: 0,
  outputs: 1,
  loss: 'binary_crossentropy',
};

const silent: TrainingContext = {
  onEpoch: () => undefined,
  breathe: async () => undefined,
  now: () => 0,
  stop: () => undefined,
};

async function run(
  engine: Engine,
  changes: Partial<TrainingOptions>,
  { training = 10, validation = 5, figuresOf = readLoss, hooks = silent } = {},
): Promise<TrainingOutcome> {
  const plan = { figuresOf, options: { ...options, ...changes } };
  return await train(engine, examplesOf(training, validation), plan, hooks);
}

/**
 * Returns a function that gives a loss by epoch, for an engine with a number of updates an epoch; the
 * last loss stays.
 */
const byEpoch =
  (losses: readonly number[], updatesPerEpoch = 1) =>
  (updates: number): number =>
    losses[Math.min(losses.length, Math.ceil(updates / updatesPerEpoch)) - 1];

describe('train', () => {
  it('sees every training example once an epoch, in another order each time', async () => {
    const engine = new ScriptedEngine(() => 1);

    await run(engine, { epochs: 2, batchSize: 4 }, { training: 10 });

    expect(engine.batches).toHaveLength(6);
    expect(engine.batches.map((batch) => batch.length)).toEqual([4, 4, 2, 4, 4, 2]);
    const [first, second] = [engine.batches.slice(0, 3).flat(), engine.batches.slice(3).flat()];
    expect(first.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(second.toSorted((a, b) => a - b)).toEqual(first.toSorted((a, b) => a - b));
    expect(second).not.toEqual(first);
  });

  it('stops after `patience` checks without progress, and keeps the best weights', async () => {
    const engine = new ScriptedEngine(byEpoch([5, 4, 3, 3.5, 3.2, 3.1]));

    const outcome = await run(engine, { epochs: 100, patience: 2 });

    expect(outcome.epochs.map(({ valLoss }) => valLoss)).toEqual([
      5,
      4,
      3,
      3.5,
      expect.closeTo(3.2, 6),
    ]);
    expect(outcome.bestEpoch).toBe(3);
    expect(engine.weights()).toEqual(Float32Array.of(3));
  });

  it('goes on while there is progress', async () => {
    const engine = new ScriptedEngine(byEpoch([5, 6, 4, 6, 3, 6, 2]));

    expect((await run(engine, { epochs: 7, patience: 2 })).bestEpoch).toBe(7);
  });

  it('takes less than `leastProgress` for no progress, but keeps the weights that were better', async () => {
    const engine = new ScriptedEngine(byEpoch([1, 1 - 4e-5, 1 - 8e-5, 2]));

    const outcome = await run(engine, { epochs: 100, patience: 2 });

    expect([outcome.epochs.length, outcome.bestEpoch]).toEqual([3, 3]);
    expect(engine.weights()).toEqual(Float32Array.of(3));
  });

  it('keeps the last weights with patience=0, however bad', async () => {
    const engine = new ScriptedEngine(byEpoch([1, 2, 3, 4, 5, 6, 7, 8, 9]));

    const outcome = await run(engine, { epochs: 9, patience: 0 });

    expect([outcome.epochs.length, outcome.bestEpoch]).toEqual([9, 9]);
    expect(engine.weights()).toEqual(Float32Array.of(9));
  });

  it('goes by the training loss where nothing validates', async () => {
    const engine = new ScriptedEngine(() => Number.NaN, byEpoch([3, 2, 2.5, 2.6], 2));

    const outcome = await run(
      engine,
      { epochs: 100, patience: 2, batchSize: 5 },
      { validation: 0 },
    );

    expect(outcome.epochs.map(({ loss, valLoss }) => [loss, valLoss])).toEqual([
      [3, undefined],
      [2, undefined],
      [2.5, undefined],
      [expect.closeTo(2.6, 6), undefined],
    ]);
    expect(outcome.bestEpoch).toBe(2);
    expect(engine.weights()).toEqual(Float32Array.of(4));
  });

  describe('with epochs=auto', () => {
    it('makes at least 1,000 updates', async () => {
      const engine = new ScriptedEngine(() => 1);

      const outcome = await run(engine, { batchSize: 1 }, { training: 30 });

      expect(engine.batches.length).toBeGreaterThanOrEqual(1000);
      expect(engine.batches.length).toBeLessThanOrEqual(1020);
      expect(outcome.bestEpoch).toBe(1);
    });

    it('ends with a check, so that every epoch has a validation loss', async () => {
      const { epochs } = await run(new ScriptedEngine(() => 1), { batchSize: 1 }, { training: 30 });

      expect(epochs.filter(({ valLoss }) => valLoss === undefined)).toEqual([]);
    });

    it('goes on after 1,000 updates while there is progress', async () => {
      const engine = new ScriptedEngine((updates) => 1000 - Math.min(updates, 1500) / 10);

      const outcome = await run(engine, { batchSize: 1 }, { training: 30 });

      // The best check is the one after 1,500 updates, and six more follow it.
      expect(engine.batches.length).toBe(1500 + 6 * 30);
      expect(outcome.bestEpoch).toBe(50);
    });

    it('makes at most 200 epochs', async () => {
      const engine = new ScriptedEngine((updates) => 1 / updates);

      expect((await run(engine, {})).epochs).toHaveLength(200);
    });

    it('makes 200 epochs with patience=0', async () => {
      const engine = new ScriptedEngine(() => 1);

      expect((await run(engine, { patience: 0 })).epochs).toHaveLength(200);
    });

    it('halves the learning rate after 2 checks without progress', async () => {
      const engine = new ScriptedEngine(byEpoch([9, 8, 7, 7, 7, 7, 7, 6, 6, 6, 6]));

      const { epochs } = await run(engine, {});

      const rates = [0.8, 0.8, 0.8, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1];
      expect(epochs.slice(0, 11).map(({ learningRate }) => learningRate)).toEqual(rates);
      expect(engine.rules.slice(0, 11).map(({ learningRate }) => learningRate)).toEqual(rates);
    });
  });

  it('keeps the learning rate where the user chose the epochs', async () => {
    const engine = new ScriptedEngine(() => 1);

    const { epochs } = await run(engine, { epochs: 20, patience: 0 });

    expect(new Set(epochs.map(({ learningRate }) => learningRate))).toEqual(new Set([0.8]));
  });

  describe('in an epoch of more than 500 updates', () => {
    const long = { training: 1200 };

    it('checks after 500 updates and at the end, and shows the best check', async () => {
      const losses = new Map([
        [500, 3],
        [1000, 2],
        [1200, 2.5],
      ]);
      const engine = new ScriptedEngine((updates) => losses.get(updates) ?? Number.NaN);

      const outcome = await run(engine, { epochs: 1, batchSize: 1 }, long);

      expect(outcome.epochs.map(({ valLoss, valMetric }) => [valLoss, valMetric])).toEqual([
        [2, -2],
      ]);
      expect(outcome.bestEpoch).toBe(1);
      expect(engine.weights()).toEqual(Float32Array.of(1000));
    });

    it('stops within the epoch', async () => {
      const engine = new ScriptedEngine(() => 1);

      const outcome = await run(engine, { batchSize: 1, patience: 2 }, { training: 10_000 });

      expect([engine.batches.length, outcome.epochs.length]).toEqual([1500, 1]);
      expect(engine.weights()).toEqual(Float32Array.of(500));
    });

    it('halves the learning rate after 2 checks without progress, as in shorter ones', async () => {
      const engine = new ScriptedEngine(() => 1);

      await run(engine, { batchSize: 1 }, { training: 10_000 });

      // The first check is an improvement; those after 1,000 and 1,500 updates are none.
      const rateOf = (update: number) => engine.rules[update - 1]?.learningRate;
      expect([rateOf(1500), rateOf(1501), rateOf(2501)]).toEqual([0.8, 0.4, 0.2]);
    });
  });

  it('reports each epoch: means over its examples, seconds and rows a second', async () => {
    let clock = 0;
    const rows: EpochRow[] = [];
    const hooks = {
      onEpoch: (row: EpochRow) => void rows.push(row),
      breathe: async () => {
        clock += 500;
      },
      now: () => clock,
      stop: () => undefined,
    };
    // There are batches of 4, 4 and 2 samples with losses 1, 2 and 3.
    const engine = new ScriptedEngine(
      () => 7,
      (updates) => ((updates - 1) % 3) + 1,
    );

    const outcome = await run(engine, { epochs: 2, batchSize: 4 }, { hooks });

    expect(rows).toEqual(outcome.epochs);
    expect(rows[1]).toEqual({
      epoch: 2,
      loss: expect.closeTo(1.8, 9),
      valLoss: 7,
      metric: expect.closeTo(-1.8, 9),
      valMetric: -7,
      learningRate: 0.8,
      seconds: 1.5,
      rowsPerSecond: 10,
    });
  });

  it('lets the process handle signals after every update', async () => {
    let calls = 0;
    const hooks = { ...silent, breathe: async () => void calls++ };

    const engine = new ScriptedEngine(() => 1);

    await run(engine, { epochs: 3, batchSize: 3 }, { hooks });

    expect(calls).toBe(engine.batches.length);
  });

  it('trains on the examples that are chosen after two epochs', async () => {
    const engine = new ScriptedEngine(() => 1);
    const asked: number[] = [];
    const chosen = async (): Promise<Int32Array> => {
      asked.push(engine.batches.length);
      return Int32Array.of(2, 5);
    };

    const plan = { figuresOf: readLoss, options: { ...options, epochs: 4, patience: 0 }, chosen };
    await train(engine, examplesOf(10, 5), plan, silent);

    const trained = (epochs: number[][]) => [...new Set(epochs.flat())].sort((a, b) => a - b);
    const perEpoch = Math.ceil(10 / options.batchSize);
    expect(asked).toEqual([2 * perEpoch]);
    expect(trained(engine.batches.slice(0, asked[0]))).toHaveLength(10);
    expect(trained(engine.batches.slice(asked[0]))).toEqual([2, 5]);
  });

  it('lets the process handle signals while it validates on many examples', async () => {
    let calls = 0;
    const hooks = { ...silent, breathe: async () => void calls++ };
    const examples = examplesOf(10, 140_000);
    // Each window claims 1,000 rows, as if validation took seconds.
    examples.sequences.lengths.fill(1000);

    const engine = new ScriptedEngine(() => 1);

    const plan = { figuresOf: readLoss, options: { ...options, epochs: 1 } };
    await train(engine, examples, plan, hooks);

    expect(engine.batches).toHaveLength(1);
    // There is one call after the update, and there are two between three parts.
    expect(calls).toBe(3);
  });

  it.each(['time', 'finalized'] as const)(
    'stops for %s with the best weights so far',
    async (reason) => {
      // The fifth update is the best, and the seventh is the last.
      const engine = new ScriptedEngine((updates) => Math.abs(updates - 5) + 1);
      const stop = () => (engine.batches.length === 7 ? reason : undefined);
      const outcome = await run(engine, { epochs: 50 }, { hooks: { ...silent, stop } });

      expect(outcome).toMatchObject({ stopped: reason, bestEpoch: 5, bestUpdates: 5 });
      expect(engine.batches).toHaveLength(7);
      expect([...engine.weights()]).toEqual([5]);
    },
  );

  it('stops within an epoch, and takes the best so far', async () => {
    const engine = new ScriptedEngine((updates) => 1 / updates);
    const stop = () => (engine.batches.length === 3 ? ('time' as const) : undefined);
    const outcome = await run(
      engine,
      { epochs: 5, batchSize: 2 },
      { training: 20, hooks: { ...silent, stop } },
    );

    expect(outcome.epochs.map(({ valLoss }) => valLoss)).toEqual([expect.closeTo(1 / 3, 6)]);
    expect([...engine.weights()]).toEqual([3]);
  });

  it('records from which update on each learning rate was used', async () => {
    const engine = new ScriptedEngine(() => 1);
    const { rates } = await run(engine, {});
    const used = engine.rules.map(({ learningRate }) => learningRate);

    expect(rates.slice(0, 2)).toEqual([
      { from: 1, learningRate: 0.8 },
      { from: 4, learningRate: 0.4 },
    ]);
    expect(used.slice(0, 4)).toEqual([0.8, 0.8, 0.8, 0.4]);
  });

  it('hides values while it trains, other ones after each check, and never while it validates', async () => {
    const engine = new ScriptedEngine(() => 1);
    const events: string[] = [];
    const valueDropout = {
      deal: () => void events.push('hide'),
      restore: () => void events.push('show'),
    };
    const [train_, predict] = [engine.train.bind(engine), engine.predict.bind(engine)];
    engine.train = (...given) => {
      events.push('train');
      return train_(...given);
    };
    engine.predict = (...given) => {
      events.push('validate');
      return predict(...given);
    };

    const plan = { figuresOf: readLoss, options: { ...options, epochs: 2 } };
    await train(engine, { ...examplesOf(10, 5), valueDropout }, plan, silent);

    expect(events).toEqual([
      ...['hide', 'train', 'show', 'validate'],
      ...['hide', 'train', 'show', 'validate'],
      ...['hide', 'show'],
    ]);
  });

  it('hands the rule of the options to the engine', async () => {
    const engine = new ScriptedEngine(() => 1);

    await run(engine, { epochs: 1, optimizer: 'rmsprop', clip: 0.5 });

    expect(engine.rules).toEqual([
      { optimizer: 'rmsprop', learningRate: 0.8, clip: 0.5, classWeights: undefined },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at a loss of %d', async (loss) => {
    const engine = new ScriptedEngine(
      () => 1,
      (updates) => (updates === 3 ? loss : 1),
    );

    await expect(run(engine, { patience: 0 })).rejects.toThrow(
      new UserError('Training diverged in update 3: lower learning_rate (now 0.8) or clip.'),
    );
  });

  it('advises a limit of the gradient where there is none', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      () => Number.NaN,
    );

    await expect(run(engine, { clip: 0 })).rejects.toThrow(
      new UserError('Training diverged in update 1: lower learning_rate (now 0.8) or set clip=1.'),
    );
  });

  it.each([
    ['in the middle of an epoch', 6, 3],
    ['in the first update of an epoch', 5, 2],
  ])('keeps the best epoch where it diverges %s', async (_, update, epochs) => {
    const engine = new ScriptedEngine(byEpoch([2, 3, 3], 2), (updates) =>
      updates === update ? Number.NaN : 1,
    );

    const outcome = await run(engine, { batchSize: 5 }, { training: 10 });

    expect(outcome).toMatchObject({ stopped: 'divergence', bestEpoch: 1, bestUpdates: 2 });
    expect(outcome.epochs).toHaveLength(epochs);
    expect(engine.weights()).toEqual(Float32Array.of(2));
  });

  it('says when the last update left weights that are no numbers', async () => {
    class Diverging extends ScriptedEngine {
      override weights(): Float32Array {
        return super.weights().map((updates) => (updates < 3 ? updates : Number.NaN));
      }
    }

    await expect(run(new Diverging(() => 1), { epochs: 3, patience: 0 })).rejects.toThrow(
      new UserError('Training diverged in update 3: lower learning_rate (now 0.8) or clip.'),
    );
  });
});

describe('train with the built-in engine', () => {
  const spec: NetworkSpec = {
    features: 1,
    embeddings: [],
    units: [3],
    dropout: 0.2,
    outputs: 1,
    loss: 'binary_crossentropy',
  };
  const figuresOf = batchFigures({ mode: 'classify', field: 'y', classes: ['a', 'b'] });
  const trained = async (seed: number) => {
    const engine = new BuiltinEngine(referenceKernel, spec, initialWeights(spec, 0));
    const outcome = await run(
      engine,
      { epochs: 30, batchSize: 8, optimizer: 'adam', learningRate: 0.05, seed },
      { training: 40, validation: 10, figuresOf },
    );
    return { engine, outcome };
  };

  it('learns', async () => {
    const { outcome } = await trained(0);

    expect(outcome.epochs.at(-1)?.valMetric).toBe(1);
    expect(outcome.epochs.at(-1)?.valLoss).toBeLessThan((outcome.epochs[0]?.valLoss ?? 0) / 2);
  });

  it('gives the same weights for the same seed, bit for bit', async () => {
    const [a, b, other] = [await trained(1), await trained(1), await trained(2)];

    expect(a.engine.weights()).toEqual(b.engine.weights());
    expect(a.outcome).toEqual(b.outcome);
    expect(a.engine.weights()).not.toEqual(other.engine.weights());
  });

  it('leaves the engine with the weights of the best epoch', async () => {
    const { engine, outcome } = await trained(3);
    const { sequences, validation, targets } = examplesOf(40, 10);

    const { loss } = figuresOf(engine.predict(sequences, validation), targets.slice(40));

    expect(loss).toBe(outcome.epochs[outcome.bestEpoch - 1]?.valLoss);
  });
});

describe('refit', () => {
  const outcome = {
    bestUpdates: 5,
    rates: [
      { from: 1, learningRate: 0.8 },
      { from: 4, learningRate: 0.4 },
    ],
  };
  const all = Int32Array.from({ length: 15 }, (_, at) => at);
  const examples = { ...examplesOf(10, 5), training: all };

  it('makes the updates of the best weights, at their rates, on all examples', async () => {
    const engine = new ScriptedEngine(() => 1);
    const isWhole = await refit(engine, examples, { options, outcome }, silent);

    expect(isWhole).toBe(true);
    expect(engine.rules.map(({ learningRate }) => learningRate)).toEqual([0.8, 0.8, 0.8, 0.4, 0.4]);
    // With batches of 10 and 5 there are two passes, and the first batch of a third one.
    expect(
      engine.batches
        .slice(0, 2)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual([...all]);
    expect(engine.batches.map((batch) => batch.length)).toEqual([10, 5, 10, 5, 10]);
  });

  it('says that it was stopped', async () => {
    const engine = new ScriptedEngine(() => 1);
    const stop = () => (engine.batches.length === 2 ? ('time' as const) : undefined);
    const isWhole = await refit(engine, examples, { options, outcome }, { ...silent, stop });

    expect([isWhole, engine.batches.length]).toEqual([false, 2]);
  });
});

describe('automaticBatchSize', () => {
  it.each([
    [1, 32],
    [9999, 32],
    [10_000, 32],
    [30_000, 56],
    [100_000, 88],
    [300_000, 152],
    [1_000_000, 256],
    [50_000_000, 256],
  ])('of %d sequences is %d', (sequences, size) => {
    expect(automaticBatchSize(sequences)).toBe(size);
  });

  it('never falls as the sequences grow', () => {
    const sizes = Array.from({ length: 100 }, (_, at) => automaticBatchSize(1.15 ** at * 1000));

    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });
});
