import { describe, expect, it } from '@jest/globals';
import { chooseCalendar } from '../../../src/fit/encoders/choose-calendar.ts';
import { createRandom } from '../../../src/random.ts';
import type { FeatureEncoder } from '../../../src/readings/rows/features.ts';

const encoder: FeatureEncoder = {
  kind: 'features',
  fields: [
    { kind: 'numeric', field: 'load', isLog: false, center: 0, scale: 1, fill: 0, hasNull: false },
  ],
  calendar: ['hour'],
};

/** Makes windows of one row: a value, and an hour that tells `told` of the target beside noise, `later` on validation rows. */
function rowsOf(training: number, told: number, later = told) {
  const random = createRandom(4);
  const count = training + 2000;
  const features = new Float32Array(3 * count);
  const targets = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const angle = 2 * Math.PI * random.uniform();
    features.set([random.normal(), Math.sin(angle), Math.cos(angle)], 3 * at);
    targets[at] =
      features[3 * at] + (at < training ? told : later) * features[3 * at + 1] + random.normal();
  }
  const range = (from: number, to: number) =>
    Int32Array.from({ length: to - from }, (_, at) => from + at);
  const steps = { count, width: 3, features, idCount: 0, ids: new Int32Array(0) };
  return {
    encoder,
    sequences: { steps, starts: range(0, count), lengths: new Int32Array(count).fill(1) },
    targets,
    training: range(0, training),
    validation: range(training, count),
  };
}

describe('chooseCalendar', () => {
  it('keeps an hour that tells something', () => {
    expect(chooseCalendar(rowsOf(500, 1))).toEqual({ encoder, notices: [] });
  });

  it('keeps an hour that does no harm', () => {
    expect(chooseCalendar(rowsOf(5000, 0)).encoder).toBe(encoder);
  });

  it('leaves out an hour that tells something else on later rows, and says so', () => {
    const { encoder: chosen, notices } = chooseCalendar(rowsOf(500, 1, -1));

    expect(chosen).toEqual({ kind: 'features', fields: encoder.fields });
    expect(notices).toEqual([
      {
        level: 'INFO',
        text: expect.stringMatching(
          /^The hour is left out: on 2,000 validation rows a linear model is worse by \S+ % with it than without\.$/,
        ),
      },
    ]);
  });

  it('chooses nothing by few validation rows, or without a calendar', () => {
    const rows = rowsOf(500, 1, -1);
    const few = { ...rows, validation: rows.validation.subarray(0, 50) };
    const { calendar: _, ...plain } = encoder;

    expect(chooseCalendar(few).encoder).toBe(encoder);
    expect(chooseCalendar({ ...rows, encoder: plain }).encoder).toBe(plain);
  });
});
