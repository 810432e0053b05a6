import { beforeAll, describe, expect, it } from '@jest/globals';
import { short } from '../../../src/errors.ts';
import type { TrainedModel } from '../../../src/fit/pipeline.ts';
import { layoutWeights } from '../../../src/network/network-spec.ts';
import { createRandom } from '../../../src/random.ts';
import { deepWeights } from '../../../src/wide/wide-predictor.ts';
import { engineOf, prepare } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';
import { trained } from '../../support/rows/sample-rows.ts';

/** Rows whose class follows from a sum of fields, which a linear model knows. */
function rowsOf(count: number): Row[] {
  const random = createRandom(11);
  return Array.from({ length: count }, (_, at): Row => {
    const [a, b] = [random.normal(), random.normal()];
    return { _time: 1000 + at, a, b, y: a + b + 0.5 * random.normal() > 0 ? 'bad' : 'ok' };
  });
}

const fitted = async (count: number, options: string): Promise<TrainedModel> =>
  await trained(
    prepare(resultsOf(rowsOf(count)), `y from a b into m window=3 epochs=2 units=3 ${options}`),
  );

const wideOf = ({ model }: TrainedModel) => model.header.network.wide;
const textsOf = ({ notices }: TrainedModel): string[] => notices.map(({ text }) => text);

describe('wide=auto', () => {
  it('puts a linear model beside the LSTM where validation rows do not speak against it', async () => {
    const one = await fitted(800, 'wide=auto');
    expect(wideOf(one)?.part).toBeGreaterThanOrEqual(0.5);
    expect(textsOf(one).join('\n')).toMatch(
      /A linear model of the same inputs stands beside the LSTM and makes \d+ % of the prediction: 160 validation rows/,
    );
  });

  it('says nothing and adds nothing where few rows validate', async () => {
    const one = await fitted(200, 'wide=auto');
    expect(wideOf(one)).toBeUndefined();
    expect(textsOf(one).join('\n')).not.toMatch(/linear model of the same inputs/);
  });
});

describe('the linear model of a text', () => {
  /** Texts of random letters, and of pairs of them. */
  function textsWith(classes: readonly string[]): Row[] {
    const random = createRandom(5);
    const letter = (): string => 'abcdefgh'.charAt(Math.floor(8 * random.uniform()));
    return Array.from({ length: 900 }, (_, at): Row => {
      const isPaired = at % classes.length === 1;
      const parts = Array.from({ length: 4 }, () =>
        isPaired ? letter().repeat(2) : letter() + letter(),
      );
      return { _time: 1000 + at, q: parts.join(''), y: classes[at % classes.length] ?? '' };
    });
  }
  const ofTexts = async (classes: readonly string[]): Promise<TrainedModel> =>
    await trained(
      prepare(
        resultsOf(textsWith(classes)),
        'y from q into m window=characters epochs=2 units=3 wide=true',
      ),
    );

  it('is averaged at the logits of two classes, which are calibrated before', async () => {
    const { model } = await ofTexts(['ok', 'bad']);
    expect(model.header.network.wide?.oddsFloor).toBe(0.1);
    expect(model.header).toMatchObject({ mode: 'classify', calibration: undefined });
    expect(model.header.network.wide?.deep?.slope).toBeGreaterThan(0);
  });

  it('is averaged at the probabilities of more classes, which are calibrated together', async () => {
    const { model } = await ofTexts(['ok', 'bad', 'odd']);
    expect(model.header.network.wide?.part).toBeGreaterThan(0);
    expect(model.header.network.wide?.oddsFloor).toBeUndefined();
    expect(model.header).toHaveProperty('calibration.slope');
  });
});

describe('a forecast of a series that goes on in a line', () => {
  const fittedLine = async (words: string): Promise<TrainedModel> => {
    const random = createRandom(4);
    const rows = Array.from({ length: 800 }, (_, at): Row => {
      return { _time: 1000 + 60 * at, y: 0.05 * at + (at % 2) + 0.001 * random.normal() };
    });
    const options = 'window=4 epochs=1 units=2 learning_rate=0.00001';
    return await trained(prepare(resultsOf(rows), `${words} ${options}`));
  };

  it('is left to the linear model, and a message says so', async () => {
    const one = await fittedLine('y from y into m horizon=3');

    expect(wideOf(one)?.part).toBe(1);
    expect(textsOf(one).join('\n')).toMatch(
      /A linear model of the same inputs predicts alone: on \d+ validation rows the LSTM beside it predicts worse/,
    );
  });

  it.each([
    ['test=0', /against \S+ of the LSTM; score rows with/],
    ['test=0.1', /against \S+ of the LSTM, and RMSE \S+ on 78 untouched rows; score rows with/],
  ])('has no verdict that compares the linear model with itself: %s', async (test, figures) => {
    const { notices, model } = await fittedLine(`y from y into m horizon=3 ${test}`);
    const [verdict] = notices;

    expect(verdict?.level).toBe('INFO');
    expect(verdict?.text).toMatch(
      /^The linear model beside the LSTM forecasts alone, as the LSTM does not improve on it: RMSE \S+ on 157 validation rows against /,
    );
    expect(verdict?.text).toMatch(figures);
    expect(verdict?.text).toContain(
      `RMSE ${short(model.header.training.metrics['rmse'], 3)} on 157 validation rows`,
    );
    expect(model.header.training.verdict).toBe(verdict?.text);
  });
});

describe('wide=true', () => {
  it('gives both sides equal parts where few rows validate', async () => {
    const one = await fitted(200, 'wide=true');
    expect(wideOf(one)?.part).toBe(0.5);
    expect(textsOf(one).join('\n')).toMatch(/40 validation rows are too few to choose/);
  });
});

describe('wide=false', () => {
  let alone: TrainedModel;
  let beside: TrainedModel;

  beforeAll(async () => {
    alone = await fitted(800, 'wide=false');
    beside = await fitted(800, 'wide=true');
  });

  it('leaves the LSTM as it is, bit for bit', () => {
    expect(wideOf(alone)).toBeUndefined();
    const { header, weights } = beside.model;
    expect(deepWeights(header.network, weights)).toEqual(alone.model.weights);
  });

  it('keeps the figures of the linear model that stands beside the network', () => {
    const baselineOf = ({ model }: TrainedModel) => model.header.training.baseline.name;
    expect(baselineOf(alone)).toBe('logistic regression');
    expect(baselineOf(beside)).toBe('logistic regression');
  });

  it('has another network than wide=true, which says what its layout is', () => {
    const { header, weights } = beside.model;
    expect(weights).toHaveLength(layoutWeights(header.network).count);
    const samples = Int32Array.of(0, 5);
    const { sequences } = prepare(resultsOf(rowsOf(800)), 'y from a b into m window=3').data;
    const [own, other] = [alone, beside].map(({ model }) =>
      engineOf(model).predict(sequences, samples),
    );
    expect(own).not.toEqual(other);
  });
});
