import { describe, expect, it } from '@jest/globals';
import type { ClassWeightOption } from '../../../src/model/fit-options.ts';
import type { ClassTarget, NumberTarget } from '../../../src/model/target.ts';
import { classWeights, refuseUnknownClasses } from '../../../src/tasks/classify/class-weights.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['benign', 'attack'] };
const three: ClassTarget = { mode: 'classify', field: 'y', classes: ['0', '1', '2'] };
const number: NumberTarget = { mode: 'regress', field: 'y', mean: 0, scale: 1 };

/** Makes the given number of examples of each class. */
const examples = (...counts: number[]): Float32Array =>
  Float32Array.from(counts.flatMap((count, index) => new Array<number>(count).fill(index)));

describe('classWeights', () => {
  it.each<[string, ClassWeightOption, number[], number[] | undefined]>([
    // The weight is n / (classes · n of the class), as scikit-learn's compute_class_weight('balanced')
    // has it.
    ['inverse frequency', 'auto', [75, 25], [100 / 150, 2]],
    ['at most 10', 'auto', [990, 10], [1000 / 1980, 10]],
    ['classes of one size weigh the same', 'auto', [50, 50], undefined],
    ['none', 'none', [75, 25], undefined],
    ['as named; 1 for the rest', new Map([['attack', 5]]), [75, 25], [1, 5]],
  ])('%s', (_, option, counts, expected) => {
    expect(classWeights(option, two, examples(...counts))).toEqual(expected);
  });

  it('counts only the classes that train', () => {
    expect(classWeights('auto', three, examples(30, 10, 0))).toEqual([40 / 60, 2, 1]);
  });

  it('takes names that are numbers as numbers', () => {
    expect(classWeights(new Map([['1.0', 3]]), three, examples(1, 1, 1))).toEqual([1, 3, 1]);
  });

  it('is for classes only', () => {
    expect(classWeights('auto', number, examples(3, 1))).toBeUndefined();
  });
});

describe('refuseUnknownClasses', () => {
  it('names the class, and those there are', () => {
    expect(() => refuseUnknownClasses(new Map([['atack', 5]]), two)).toThrow(
      'class_weight names the class "atack", which the target does not have: its classes are "benign", "attack".',
    );
  });

  it.each<ClassWeightOption>(['auto', 'none', new Map([['attack', 2]])])('takes %p', (option) => {
    expect(() => refuseUnknownClasses(option, two)).not.toThrow();
  });
});
