/** Does independent work on all items at once: processes wait for one another on no core. */
export async function together<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  await Promise.all(items.map(work));
}
