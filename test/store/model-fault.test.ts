import { describe, expect, it } from '@jest/globals';
import type { FittedModel, ModelHeader } from '../../src/model/header.ts';
import type { RankTable } from '../../src/model/record.ts';
import { layoutWeights } from '../../src/network/network-spec.ts';
import { modelFault } from '../../src/store/model-fault.ts';
import { untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 120 }, (_, at): Row => {
    return { _time: at, n: (at * 7) % 11, c: 'pqr'.charAt(at % 3), y: 'xyz'.charAt(at % 3) };
  }),
);

const anomalies = untrained(results, 'from n c into m units=3 window=3');
const forecast = untrained(results, 'n from c into m units=3 window=2 horizon=2 split=none');
const classes = untrained(results, 'y from n c into m units=3 window=fields split=random');
const texts = untrained(results, 'y from c n into m units=3 window=characters split=random');
const numbers = untrained(results, 'n from c into m units=3 window=2 mode=regress');

const ranks: RankTable = { values: [0, 1, 2], above: [1, 0.5, 0.1], tail: 1, count: 10 };

const changed = <H extends ModelHeader>(model: FittedModel, change: (header: H) => H) => ({
  ...model,
  header: change(structuredClone(model.header) as H),
});

type Anomalies = Extract<ModelHeader, { mode: 'anomaly' }>;
type Forecast = Extract<ModelHeader, { mode: 'forecast' }>;

const withNewValues = (newValues: number[]): FittedModel =>
  changed<Anomalies>(anomalies, (header) => {
    return { ...header, anomaly: { ...header.anomaly, newValues } };
  });

const withResiduals = (table: RankTable): FittedModel =>
  changed<Forecast>(forecast, (header) => {
    const residuals = { size: 0.4, ranks: table, seconds: null };
    return { ...header, forecast: { ...header.forecast, residuals } };
  });

describe('modelFault', () => {
  it.each([
    ['anomalies', anomalies],
    ['anomalies with chances of new values', withNewValues([0.1, 0.2])],
    ['a forecast', forecast],
    ['a forecast with ranks of its errors', withResiduals(ranks)],
    ['classes', classes],
    ['classes of texts', texts],
    ['a number', numbers],
  ])('finds none in %s', (_, model) => {
    expect(modelFault(model)).toBeUndefined();
  });

  it.each([
    ['chances of new values for other fields', withNewValues([0.1]), 'its ranks do not fit'],
    [
      'ranks of errors of another length',
      withResiduals({ ...ranks, above: [1, 0.5] }),
      'its ranks do not fit',
    ],
    [
      'ranks of errors that do not ascend',
      withResiduals({ ...ranks, values: [0, 2, 1] }),
      'numbers that must ascend do not',
    ],
  ])('tells %s', (_, model, fault) => {
    expect(modelFault(model)).toContain(fault);
  });

  it('tells a floor of the odds of more than two classes', () => {
    const { network } = classes.header;
    const wide = { dense: 0, columns: 8, part: 0.5, oddsFloor: 0.1 };
    const withFloor = (floor: number | undefined): FittedModel => {
      const own = { ...network, wide: { ...wide, oddsFloor: floor } };
      const weights = new Float32Array(layoutWeights(own).count);
      return { header: { ...classes.header, network: own }, weights };
    };

    expect(modelFault(withFloor(undefined))).toBeUndefined();
    expect(modelFault(withFloor(0.1))).toBe('its linear model does not fit its fields');
  });
});
