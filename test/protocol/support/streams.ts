/** Replays `bytes` as a stream cut at `cuts` (positions, any order, duplicates allowed). */
export async function* cutStream(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): AsyncGenerator<Uint8Array> {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [index, start] of edges.slice(0, -1).entries()) {
    yield bytes.subarray(start, edges[index + 1]);
  }
}
