import { beforeAll, describe, expect, it } from '@jest/globals';
import { placeRows } from '../../src/encode/rows/place-rows.ts';
import { isOrdered, reachOf } from '../../src/encode/rows/sequence-spec.ts';
import { depths } from '../../src/encode/rows/windows.ts';
import { Explainer } from '../../src/explain/explainer.ts';
import { TOLERANCE } from '../../src/explain/integrated-gradients.ts';
import type { TrainedModel } from '../../src/fit/pipeline.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import type { FittedModel, Mode } from '../../src/model/header.ts';
import { levelField } from '../../src/model/target.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { EncoderKind } from '../../src/readings/reading.ts';
import { pausesOf } from '../../src/readings/rows/pause.ts';
import { readingOf } from '../../src/readings/table.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { COLUMN_LINE, decodeModel, encodeRow } from '../../src/store/model-file.ts';
import type { ExplainedRow } from '../../src/tasks/explained-row.ts';
import type { PredictedRows } from '../../src/tasks/predicted-rows.ts';
import { taskOf } from '../../src/tasks/table.ts';
import { exportNetwork } from '../../tools/export/exported-network.ts';
import { listed } from '../support/models/listed.ts';
import { engineOf, prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { trained } from '../support/rows/sample-rows.ts';

/** What somebody types to fit a task by a reading, or what is refused, and why. */
export type ReadingOfTask =
  | { readonly fits: readonly string[] }
  | { readonly refused: string; readonly why: RegExp };

export type TaskCase = Readonly<Record<EncoderKind, ReadingOfTask>>;

const results = resultsOf(
  Array.from({ length: 160 }, (_, at): Row => {
    return {
      _time: 1000 + 60 * at + (at % 7),
      host: `h${at % 2}`,
      load: Math.round(100 + 40 * Math.sin(at / 5) + (at % 3)),
      code: at % 17 === 16 ? '' : (['ok', 'slow', 'lost'][at % 3] ?? ''),
      ip: `10.0.${at % 2}.${at % 5}`,
      label: at % 4 === 0 ? 'bad' : 'good',
      name: at % 29 === 28 ? '' : `${'Xq'.repeat(at % 4)}host${at % 11}.net`,
      kind: ['dns', 'scan', 'web'][Math.floor(at / 2) % 3] ?? '',
    };
  }),
);

const rest = { breathe: async (): Promise<void> => undefined };

/** What every task must do with every reading that it allows: fit, save, load, score, explain, export. */
export function taskSuite(mode: Mode, readings: TaskCase): void {
  for (const [reading, asked] of Object.entries(readings)) {
    if ('fits' in asked) {
      describe.each(asked.fits)(`mode=${mode} of ${reading}: | lstmfit %s`, (typed) => {
        fittedSuite(mode, typed);
      });
    } else {
      it(`mode=${mode} refuses ${reading}: | lstmfit ${asked.refused}`, () => {
        expect(() => prepare(results, asked.refused)).toThrow(asked.why);
      });
    }
  }
}

function fittedSuite(mode: Mode, typed: string): void {
  let fitted: TrainedModel;
  let loaded: FittedModel;

  beforeAll(async () => {
    fitted = await trained(prepare(results, `${typed} epochs=2 units=4 seed=1`));
    loaded = savedAndLoaded(fitted.model);
  });

  it('has this mode, and names its verdicts', () => {
    const { model, held } = fitted;
    const { header } = model;
    const task = taskOf(header);
    const names = task.verdicts.names(header.target);
    const threshold = header.threshold ?? 0.5;
    const verdicts = task.verdicts.of(header.target, held.prediction, threshold);

    expect(header.mode).toBe(mode);
    expect(verdicts.length).toBe(names.length === 0 ? 0 : held.examples.length);
    for (const verdict of verdicts) expect(names[verdict]).toEqual(expect.any(String));
  });

  it('has a linear model beside the LSTM where that is asked for', () => {
    const { encoder, network } = fitted.model.header;
    const alone = readingOf(encoder).summary.alone?.(encoder) ?? [];
    const isAsked = typed.includes('wide=true') || alone.length > 0;

    expect(network.wide !== undefined).toBe(isAsked);
  });

  it('scores as it did once it is saved and loaded', async () => {
    const { model } = fitted;
    const scored = async (one: FittedModel) =>
      listed((await scoreRows(one.header, engineOf(one), results, rest)).scores);
    const own = await scored(model);

    expect(loaded.header).toEqual(JSON.parse(JSON.stringify(model.header)));
    expect(own.filter(([status]) => status === 'ok').length).toBeGreaterThan(100);
    expect(await scored(loaded)).toEqual(own);
  });

  it('explains what it predicts, in parts that add up', async () => {
    const { header } = loaded;
    const predicted = await predictedRows(loaded);
    const logits = engineOf(loaded).predict(predicted.sequences, predicted.ends);
    const { typical } = header;
    if (typical === undefined) throw new Error('a fit tells what is typical');
    const explainer = await Explainer.create(
      loaded,
      typical,
      async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    );

    for (const sample of [0, 30, predicted.ends.length - 1]) {
      const { contributions, from, to } = explainer.explain(predicted, sample);
      const { outputs } = header.network;
      const own = logits.subarray(sample * outputs, (sample + 1) * outputs);
      const explained = taskOf(header).explained(header, predicted, sample);
      const value = explainedValue(explained, own);
      const sum = contributions.reduce((total, { amount }) => total + amount, 0);

      expect(Math.abs(to - value)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(value)));
      expect(Math.abs(sum - (to - from))).toBeLessThanOrEqual(
        TOLERANCE * Math.max(1, Math.abs(to - from)),
      );
    }
  });

  it('is exported with a head for every output', () => {
    const { network } = loaded.header;
    const { heads } = exportNetwork(loaded);
    const columns = heads.flatMap((head) => head.columns);

    expect(columns).toHaveLength(network.outputs);
    expect(new Set(heads.map(({ name }) => name)).size).toBe(heads.length);
    for (const { bias, columns: own } of heads) expect(bias.values).toHaveLength(own.length);
  });
}

/** Returns the value that the parts of an explanation add up to. */
function explainedValue(explained: ExplainedRow, logits: Float32Array): number {
  if (explained.by === 'inputs') {
    return explained.value.value(logits) + (explained.level?.amount ?? 0);
  }
  const amounts =
    explained.by === 'steps'
      ? explained.amounts
      : [...explained.fields, ...explained.beside].map(({ amount }) => amount);
  return [...amounts].reduce((sum, amount) => sum + amount, 0);
}

function savedAndLoaded({ header, weights }: FittedModel): FittedModel {
  const row = encodeRow({ version: 1, created: '2026-01-01T00:00:00Z', header, weights });
  const { version, created, ...model } = decodeModel(Buffer.concat([COLUMN_LINE, row]), 'm');
  return model;
}

/** Every row that has enough rows before it, and what the model predicts for it. */
async function predictedRows(model: FittedModel): Promise<PredictedRows> {
  const { header } = model;
  const { encoder, sequence, target } = header;
  const placed = placeRows(results, { sequence, needsTime: isOrdered(sequence) });
  const rows = { results, placed, level: levelField(target) };
  const { sequences } = readingOf(encoder).sequences(encoder, rows, reachOf(sequence));
  const pauses = placed.times && pausesOf(placed, placed.times);
  const scored = [...depths(placed).entries()]
    .filter(([, depth]) => depth >= sequence.minRows)
    .map(([at]) => {
      const pause = pauses?.[at] ?? Number.NaN;
      return { row: placed.rows[at] as number, sequence: at, pause, isEnd: false };
    });
  const ends = Int32Array.from(scored, ({ sequence: at }) => at);
  const task = taskOf(header);
  const predicted = { results, sequences, scored };
  return {
    sequences,
    ends,
    prediction: await task.predict(header, engineOf(model), predicted, rest),
  };
}
