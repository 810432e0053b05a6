import { describe, expect, it } from '@jest/globals';
import {
  bytesField,
  doubleField,
  floatField,
  integerField,
  messageField,
  textField,
} from '../../src/store/protobuf.ts';

describe('protobuf', () => {
  // The first three cases are the examples of https://protobuf.dev/programming-guides/encoding/.
  it.each([
    ['an integer', integerField(1, 150), '08 96 01'],
    ['a text', textField(2, 'testing'), '12 07 74 65 73 74 69 6e 67'],
    ['a message', messageField(3, [integerField(1, 150)]), '1a 03 08 96 01'],
    ['zero', integerField(1, 0), '08 00'],
    [
      'an integer of two bytes more than 32 bits',
      integerField(1, 2 ** 42),
      '08 80 80 80 80 80 80 01',
    ],
    ['a field with a number above 15', integerField(20, 1), 'a0 01 01'],
    ['a double', doubleField(1, 1), '09 00 00 00 00 00 00 f0 3f'],
    ['a float', floatField(2, 1), '15 00 00 80 3f'],
    ['no bytes', bytesField(1, new Uint8Array(0)), '0a 00'],
    ['a text outside ASCII, by bytes', textField(1, 'é'), '0a 02 c3 a9'],
  ])('writes %s', (_, field, hex) => {
    expect(field.toString('hex')).toBe(hex.replaceAll(' ', ''));
  });
});
