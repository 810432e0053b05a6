/** A fuzzer runs this many cases from this seed: few by default, many with `npm run fuzz`. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 1);

export function cases(short: number, long: number): number {
  return process.env['FUZZ'] === 'long' ? long : short;
}
