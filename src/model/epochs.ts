/**
 * Tells how many epochs to expect of `epochs=auto`: it stops by itself, so that nobody knows before.
 *
 * @module
 */

/**
 * It rarely makes fewer than the first number, by which threads are allotted, since too many would idle; it
 * often makes the second, by which time is estimated; it never makes more than the third.
 */
export const AUTO_EPOCHS = { fewest: 5, usual: 20, most: 200 } as const;

export function epochsOf(epochs: number | 'auto', which: keyof typeof AUTO_EPOCHS): number {
  return epochs === 'auto' ? AUTO_EPOCHS[which] : epochs;
}
