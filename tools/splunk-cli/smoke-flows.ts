/**
 * Makes flows for the smoke test in the search itself: half of them are attacks, which only two fields
 * together tell from the others.
 *
 * @module
 */

export const FLOWS = 600;

/** Writes the remainder of `expression` by `modulus`, both integers. */
function remainder(expression: string, modulus: number): string {
  return `(${expression})-${modulus}*floor(exact((${expression})/${modulus}))`;
}

/** The search gives the same rows at each call, a second apart, oldest first. */
export const SMOKE_FLOWS = [
  `| makeresults count=${FLOWS}`,
  '| streamstats count as n',
  `| eval _time=1500000000+n, kind=${remainder('n', 4)}, noise=${remainder('n*7919', 1009)},`,
  'label=if(kind<2, "attack", "benign"),',
  'proto=if(kind=0 OR kind=2, "udp", "tcp"),',
  'bytes=if(kind=0 OR kind=3, 100+noise, 5000+noise)',
  '| fields - n kind',
].join(' ');
