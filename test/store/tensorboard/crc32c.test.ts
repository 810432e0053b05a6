import { describe, expect, it } from '@jest/globals';
import { crc32c } from '../../../src/store/tensorboard/crc32c.ts';

describe('crc32c', () => {
  // The cases are those of RFC 3720, appendix B.4, which prints the bytes of the sums lowest first.
  it.each([
    ['32 bytes of zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 ascending bytes', Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd794e],
    ['32 descending bytes', Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113fdb5c],
    ['nothing', new Uint8Array(0), 0],
  ])('of %s is that of the standard', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });
});
