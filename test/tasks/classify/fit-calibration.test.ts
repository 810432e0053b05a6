import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyCalibration, classWeightCalibration } from '../../../src/evaluate/calibration.ts';
import type { Calibration } from '../../../src/model/record.ts';
import { createRandom } from '../../../src/random.ts';
import { fitCalibration } from '../../../src/tasks/classify/fit-calibration.ts';

interface Golden {
  readonly name: string;
  readonly logits: number[];
  readonly targets: number[];
  readonly slope: number;
  readonly offset: number;
}

const golden: Record<'platt' | 'temperature', Golden[]> = JSON.parse(
  readFileSync(new URL('../../golden/calibration.json', import.meta.url), 'utf8'),
);

/** Returns a weight of 1 for each class. */
function even(classes: number): number[] {
  return new Array<number>(classes).fill(1);
}

/** Makes `size` examples of each class, whose own logit is `lead` above the others' on average. */
function examples(
  classes: number,
  sizes: readonly number[],
  lead: number,
): { logits: Float32Array; targets: number[] } {
  const random = createRandom(5);
  const targets = sizes.flatMap((size, k) => new Array<number>(size).fill(k));
  const outputs = classes === 2 ? 1 : classes;
  const logits = Float32Array.from({ length: targets.length * outputs }, (_, at) => {
    const own = targets[Math.floor(at / outputs)];
    const sign = outputs === 1 ? 2 * own - 1 : Number(at % outputs === own);
    return 2 * random.normal() + sign * lead;
  });
  return { logits, targets };
}

describe('fitCalibration', () => {
  it.each(golden.platt)('fits two classes as scikit-learn does: $name', (entry) => {
    const logits = Float32Array.from(entry.logits);

    const { slope, offsets } = fitCalibration(logits, entry.targets, 1, [1, 1]);

    // Scikit-learn stops where its gradient is below 1e-6.
    expect(slope / entry.slope).toBeCloseTo(1, 4);
    expect(offsets).toEqual([expect.closeTo(entry.offset, 4)]);
  });

  it.each(golden.temperature)('fits more classes as SciPy does: $name', (entry) => {
    const classes = Math.max(...entry.targets) + 1;
    const logits = Float32Array.from(entry.logits);

    const { slope, offsets } = fitCalibration(logits, entry.targets, classes, even(classes));

    expect(slope / entry.slope).toBeCloseTo(1, 6);
    expect(offsets).toEqual(even(classes).map(() => 0));
  });

  it.each([
    [2, [30, 40]],
    [3, [25, 30, 20]],
  ])('undoes class weights first for %d classes', (classes, sizes) => {
    const { logits, targets } = examples(classes, sizes, 1);
    const weights = [5, 1, 2].slice(0, classes);
    const outputs = logits.length / targets.length;

    const weighted = fitCalibration(logits, targets, outputs, weights);
    const undone = applyCalibration(logits, classWeightCalibration(weights));
    const plain = fitCalibration(undone, targets, outputs, even(classes));

    expect(weighted.slope).not.toBe(1);
    expect(weighted.slope).toBeCloseTo(plain.slope, 9);
    const found = applyCalibration(logits, weighted);
    for (const [at, logit] of applyCalibration(undone, plain).entries()) {
      expect(found[at]).toBeCloseTo(logit, 4);
    }
  });

  it.each([
    ['one class of two has few examples', 2, [19, 100], 1],
    ['one class of two has none', 2, [0, 100], 1],
    ['one class of more alone has enough', 3, [100, 19, 19], 1],
    ['the model is worse than chance on two classes', 2, [40, 40], -1],
    ['the model is worse than chance on more', 3, [40, 40, 40], -1],
    ['there are no examples', 2, [0, 0], 1],
  ])('only undoes class weights where %s', (_, classes, sizes, lead) => {
    const { logits, targets } = examples(classes, sizes, lead);
    const weights = [5, 1, 2].slice(0, classes);
    const outputs = classes === 2 ? 1 : classes;

    expect(fitCalibration(logits, targets, outputs, weights)).toEqual(
      classWeightCalibration(weights),
    );
  });

  it.each([
    [2, [20, 20]],
    [3, [20, 20, 3]],
    [3, [20, 20, 0]],
  ])('takes %d classes with %j examples', (classes, sizes) => {
    const { logits, targets } = examples(classes, sizes, 1);

    const found = fitCalibration(logits, targets, logits.length / targets.length, even(classes));

    expect(found.slope).not.toBe(1);
  });

  it('never reverses the order of probabilities, whatever the logits', () => {
    const logit = fc.float({ min: -1000, max: 1000, noNaN: true });
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 60, maxLength: 60 }),
        fc.array(weight, { minLength: 2, maxLength: 2 }),
        (logits, weights) => {
          const targets = logits.map((_, sample) => sample % 2);
          const raw = Float32Array.from(logits).sort();

          const calibration: Calibration = fitCalibration(raw, targets, 1, weights);
          const found = applyCalibration(raw, calibration);

          expect(calibration.slope).toBeGreaterThan(0);
          expect(Number.isFinite(calibration.slope + calibration.offsets[0])).toBe(true);
          expect(found).toEqual(found.slice().sort());
        },
      ),
    );
  });
});
