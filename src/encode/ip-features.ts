/**
 * An IP address as features: its four parts scaled to 0…1, and what kind of address it is.
 *
 * @module
 */

import { countTexts } from './category.ts';
import type { Cells, Columns } from './cells.ts';
import { HAS_NULL } from './encoding-report.ts';
import { type IpAddress, isLoopback, isMulticast, isPrivate, parseIp } from './ip.ts';

/** Frozen when the model is fitted. */
export interface IpEncoder {
  readonly kind: 'ip';
  readonly field: string;
  /** `[8]`: stands for null: the mean of the training features. */
  readonly fill: readonly number[];
  /** Whether one more feature says that the value is null; only if training rows had nulls. */
  readonly hasNull: boolean;
}

/** Four parts; private, loopback, multicast, version 6. */
const FEATURES = 8;

/**
 * Learns what stands for null.
 *
 * @param rows - training rows
 * @returns `undefined` when these rows hold one address and no null
 */
export function fitIp(
  field: string,
  texts: readonly string[],
  rows: Int32Array,
): IpEncoder | undefined {
  const sums: number[] = new Array(FEATURES).fill(0);
  const distinct = new Set<string>();
  let known = 0;
  for (const [text, count] of countTexts(texts, rows)) {
    const address = parseIp(text);
    if (address === undefined) continue;
    const features = featuresOf(address);
    distinct.add(features.join());
    known += count;
    for (const [at, value] of features.entries()) sums[at] = (sums[at] as number) + count * value;
  }
  const hasNull = known < rows.length;
  if (known === 0 || (distinct.size < 2 && !hasNull)) return undefined;
  return { kind: 'ip', field, fill: sums.map((sum) => sum / known), hasNull };
}

export function ipWidth({ hasNull }: IpEncoder): number {
  return FEATURES + Number(hasNull);
}

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
    if (encoder.hasNull && address === undefined) features[code * width + FEATURES] = 1;
  }
  for (const step of cells.rows.keys()) {
    const from = codeAt(step) * width;
    const at = step * stride + column;
    for (let index = 0; index < width; index++) out[at + index] = features[from + index] as number;
  }
}

/** Reads the code of the address at each step, counting what is no address. */
export function ipReader(
  field: string,
  { column, rows, report }: Cells,
): {
  readonly codeAt: (step: number) => number;
  /** Of each code, `undefined` for null. */
  readonly addresses: readonly (IpAddress | undefined)[];
} {
  const counts = report.of(field);
  const { codes, values } = column.codes();
  const addresses = values.map(parseIp);
  const codeAt = (step: number): number => {
    const row = rows[step] as number;
    const code = codes[row] as number;
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
