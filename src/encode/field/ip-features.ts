/**
 * Encodes an IP address as features: its four parts scaled to 0…1, and what kind of address it is.
 *
 * @module
 */

import { fitEdges } from './bins.ts';
import { countTexts } from './category.ts';
import type { Cells, Columns } from './cells.ts';
import { HAS_NULL } from './encoding-report.ts';
import { type IpAddress, isLoopback, isMulticast, isPrivate, parseIp } from './ip.ts';
import { DRIFT_BINS } from './numeric.ts';

/** The encoder of an address field, which is fixed when the model is fitted. */
export interface IpEncoder {
  readonly kind: 'ip';
  readonly field: string;
  /** `[8]`: the features that stand for null, the means of the training features. */
  readonly fill: readonly number[];
  /** Whether one more feature says that the value is null; there is one only if training rows had nulls. */
  readonly hasNull: boolean;
  /** The networks between the bins by which drift is measured; models of the first release lack them. */
  readonly edges?: readonly number[] | undefined;
}

/**
 * An address has 8 features: four parts, then whether it is private, loopback, multicast, and of version
 * 6.
 */
export const IP_FEATURES = 8;

const IS_V6 = 7;

/**
 * Learns the features that stand for null, and the bins.
 *
 * @param rows - training rows
 * @returns `undefined` when these rows hold one address and no null
 */
export function fitIp(
  field: string,
  texts: readonly string[],
  rows: Int32Array,
): IpEncoder | undefined {
  const sums: number[] = new Array(IP_FEATURES).fill(0);
  const distinct = new Set<string>();
  const networks: number[] = [];
  for (const [text, count] of countTexts(texts, rows)) {
    const address = parseIp(text);
    if (address === undefined) continue;
    const features = featuresOf(address);
    distinct.add(features.join());
    for (let copy = 0; copy < count; copy++) networks.push(networkOf(features, 0));
    for (const [at, value] of features.entries()) sums[at] = sums[at] + count * value;
  }
  const known = networks.length;
  const hasNull = known < rows.length;
  if (known === 0 || (distinct.size < 2 && !hasNull)) return undefined;
  const edges = fitEdges(Float64Array.from(networks).sort(), DRIFT_BINS).map(Math.ceil);
  return { kind: 'ip', field, fill: sums.map((sum) => sum / known), hasNull, edges };
}

/** Returns the number of features: `IP_FEATURES`, and one for null where training rows had nulls. */
export function ipWidth({ hasNull }: IpEncoder): number {
  return IP_FEATURES + Number(hasNull);
}

/** Writes the features of the address at each step; null becomes `fill`. */
export function writeIp(
  encoder: IpEncoder,
  cells: Cells,
  { out, stride, column }: Columns<Float32Array>,
): void {
  const { codeAt, addresses } = ipReader(encoder.field, cells);
  const width = ipWidth(encoder);
  const features = new Float32Array(addresses.length * width);
  for (const [code, address] of addresses.entries()) {
    features.set(address === undefined ? encoder.fill : featuresOf(address), code * width);
    if (encoder.hasNull && address === undefined) features[code * width + IP_FEATURES] = 1;
  }
  for (const step of cells.rows.keys()) {
    const from = codeAt(step) * width;
    const at = step * stride + column;
    for (let index = 0; index < width; index++) out[at + index] = features[from + index];
  }
}

/** Reads the code of the address at each step, counting what is no address. */
export function ipReader(
  field: string,
  { column, rows, report }: Cells,
): {
  readonly codeAt: (step: number) => number;
  /** The address of each code, `undefined` for null. */
  readonly addresses: readonly (IpAddress | undefined)[];
} {
  const counts = report.of(field);
  const { codes, values } = column.codes();
  const addresses = values.map(parseIp);
  const codeAt = (step: number): number => {
    const row = rows[step];
    const code = codes[row];
    if (addresses[code] === undefined) {
      report.mark(row, HAS_NULL);
      if ((values[code] as string).trim() === '') counts.empty++;
      else counts.text++;
    }
    return code;
  };
  return { codeAt, addresses };
}

function featuresOf(address: IpAddress): number[] {
  const largest = address.isV6 ? 0xffff : 0xff;
  const flags = [isPrivate(address), isLoopback(address), isMulticast(address), address.isV6];
  return [...address.parts.map((part) => part / largest), ...flags.map(Number)];
}

/** IPv6 networks are numbered from here on, after all those of IPv4. */
const FIRST_V6 = 2 ** 24;

/**
 * Returns the first three parts of an address as one number in the order of addresses: an IPv4 network of
 * 256 addresses, or an IPv6 one of 48 bits.
 *
 * @param features - the features that `writeIp` writes, from `at` on
 */
export function networkOf(features: ArrayLike<number>, at: number): number {
  const isV6 = features[at + IS_V6] >= 0.5;
  const largest = isV6 ? 0xffff : 0xff;
  const part = (index: number): number => Math.round(features[at + index] * largest);
  const network = (part(0) * (largest + 1) + part(1)) * (largest + 1) + part(2);
  return isV6 ? FIRST_V6 + network : network;
}

/** Writes a network as people write it: `10.0.3.0/24`, `2001:db8:1::/48`. */
export function networkText(network: number): string {
  if (network < FIRST_V6) return `${digits(network, 0x100).join('.')}.0/24`;
  const groups = digits(network - FIRST_V6, 0x10000);
  return `${groups.map((group) => group.toString(16)).join(':')}::/48`;
}

/** Returns three digits of a number, the highest first. */
function digits(number: number, base: number): number[] {
  return [base * base, base, 1].map((unit) => Math.floor(number / unit) % base);
}
