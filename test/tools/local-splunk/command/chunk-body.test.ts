import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBody, encodeBody } from '../../../../tools/local-splunk/command/chunk-body.ts';

const decode = (text: string) => decodeBody(new TextEncoder().encode(text));

describe('encodeBody', () => {
  it('sends plain columns first, then their twins; unusual names are quoted', () => {
    const table = {
      fields: ['bytes', '_time', 'Flow ID'],
      rows: [['512', '10', ['a', 'b$c']], ['x,"y"']],
    };
    expect(encodeBody(table)).toBe(
      'bytes,"_time","Flow ID","__mv_bytes","__mv__time","__mv_Flow ID"\n' +
        '512,10,"a\nb$c",,,$a$;$b$$c$\n' +
        '"x,""y""",,,,,\n',
    );
  });

  it.each([
    ['no rows', { fields: ['a'], rows: [] }, 'a,"__mv_a"\n'],
    ['no fields', { fields: [], rows: [] }, ''],
  ])('%s', (_, table, body) => {
    expect(encodeBody(table)).toBe(body);
  });
});

describe('decodeBody', () => {
  it.each([
    ['nothing', '', [], []],
    ['a header alone', 'a,b\n', ['a', 'b'], []],
    ['single values without twins', 'a,b\n1,\n', ['a', 'b'], [['1', '']]],
    ['one column of nulls', 'a\n\n\n', ['a'], [[''], ['']]],
    ['twins anywhere', '__mv_a,a\n$x$;$y$$$,\n,z\n', ['a'], [[['x', 'y$']], ['z']]],
    ['a twin of one value', 'a,__mv_a\nx,$x$\n', ['a'], [['x']]],
  ])('%s', (_, text, fields, rows) => {
    expect(decode(text)).toEqual({ fields, rows });
  });

  it.each([
    ['a,b\n1,2', 'the last CSV line has no newline'],
    ['a,a\n', 'a field name is repeated: a,a'],
    ['a,b\n1\n', 'a row of 1 values under 2 names: ["1"]'],
    ['a\n"x\n', 'the body is not CSV'],
    ['a,__mv_b\n', '__mv_b has no plain column'],
    ['a,__mv_a\nx,x;y\n', 'not a multivalue: "x;y"'],
  ])('refuses %j', (text, message) => {
    expect(() => decode(text)).toThrow(message);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeBody(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))).toThrow('not UTF-8');
  });

  it('reads back what was sent, whatever the values are', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/\r|[\uD800-\uDFFF]/.test(value));
    const cell = fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 4 }));
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.record({
        fields: fc.constant(['a', '_b', 'c d', 'e"f'].slice(0, width)),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }),
      }),
    );
    fc.assert(fc.property(table, (sent) => expect(decode(encodeBody(sent))).toEqual(sent)));
  });
});
