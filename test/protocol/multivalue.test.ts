import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMultivalue, twinOf } from '../../src/protocol/multivalue.ts';

/** Returns the cell of a `__mv_` column as splunkd writes it. */
const encode = (values: readonly string[]): string =>
  values.map((value) => `$${value.replaceAll('$', '$$$$')}$`).join(';');

describe('twinOf', () => {
  it.each([
    ['__mv_tag', 'tag'],
    ['__mv__time', '_time'],
    ['__mv___mv_tag', '__mv_tag'],
    ['mv_tag', undefined],
    ['tag', undefined],
  ])('of %s is %s', (name, field) => {
    expect(twinOf(name)).toBe(field);
  });
});

describe('decodeMultivalue', () => {
  it.each([
    ['$a$;$b$', ['a', 'b']],
    ['$a$;$b$$c$', ['a', 'b$c']],
    ['$only$', ['only']],
    ['$$', ['']],
    ['$$;$b$', ['', 'b']],
    ['$$$$', ['$']],
    ['$a;b$;$c$', ['a;b', 'c']],
    ['$a\nb$', ['a\nb']],
  ])('reads %j', (cell, values) => {
    expect(decodeMultivalue(cell)).toEqual(values);
  });

  it.each([
    [''],
    ['plain'],
    ['$a'],
    ['a$'],
    ['$a$b$'],
    ['$a$$b$'.slice(0, -1)],
    ['$a$,$b$'],
    ['$a$; $b$'],
  ])('finds no values in %j', (cell) => {
    expect(decodeMultivalue(cell)).toBeUndefined();
  });

  it('undoes what splunkd does', () => {
    const value = fc.string({ unit: fc.constantFrom('$', ';', 'a', ' ', '\n', '"') });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        expect(decodeMultivalue(encode(values))).toEqual(values);
      }),
    );
  });

  it('takes no longer than linear time over a cell that is almost one', () => {
    const cell = `${'$a$;'.repeat(50_000)}x`;

    expect(decodeMultivalue(cell)).toBeUndefined();
    expect(decodeMultivalue(`$${'$$'.repeat(50_000)}`)).toBeUndefined();
  });
});
