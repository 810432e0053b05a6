import { describe, expect, it } from '@jest/globals';
import { fieldAdvice, nearest, suggestion } from '../src/nearest.ts';

describe('nearest', () => {
  const names = ['epochs', 'units', 'window', 'min_rows', 'batch_size', 'ip'];

  it.each([
    ['epoch', 'epochs'],
    ['EPOCHS', 'epochs'],
    ['unit', 'units'],
    ['windwo', 'window'],
    ['minrows', 'min_rows'],
    ['batchsize', 'batch_size'],
    ['batch', undefined],
    ['pi', undefined],
    ['i', 'ip'],
    ['x', undefined],
    ['colour', undefined],
    ['', undefined],
  ])('of %j is %j', (typed, name) => {
    expect(nearest(typed, names)).toBe(name);
  });

  it('is the first of names that are equally near', () => {
    expect(nearest('bytes', ['bytesA', 'bytesB'])).toBe('bytesA');
  });

  it('finds nothing in an empty list', () => {
    expect(nearest('x', [])).toBeUndefined();
  });
});

describe('suggestion', () => {
  it('is the second half of a sentence, or empty', () => {
    expect(suggestion('epoch', ['epochs'])).toBe(' Did you mean epochs?');
    expect(suggestion('colour', ['epochs'])).toBe('');
  });
});

describe('fieldAdvice', () => {
  it('names the nearest field, or says where to look', () => {
    expect(fieldAdvice('Label', ['label'])).toBe(' Did you mean label?');
    expect(fieldAdvice('Label', ['bytes'])).toBe(
      ' Check its spelling, upper and lower case too, and | fields.',
    );
  });
});
