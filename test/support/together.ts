/**
 * Does independent work on all items at once, because the processes of one item leave a core free while
 * they wait.
 */
export async function together<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  await Promise.all(items.map(work));
}
