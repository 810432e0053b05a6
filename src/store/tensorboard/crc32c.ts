/**
 * Computes CRC-32C (Castagnoli), the checksum of TFRecord files; Node.js has only that of zip files.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
 * @module
 */

/** The polynomial x³² + x²⁸ + x²⁷ + … + 1, lowest bit first. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  }
  return remainder;
});

/** @returns an integer of 32 bits, at least 0 */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] as number);
  return ~sum >>> 0;
}
