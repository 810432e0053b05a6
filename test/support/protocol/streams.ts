/**
 * Replays `bytes` as a stream cut at `cuts` (positions, any order, duplicates allowed). All pieces come
 * in the same memory, which is overwritten for each of them, like those of a pipe.
 */
export async function* cutStream(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(bytes.length);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const piece = bytes.subarray(start, edges[index + 1]);
    memory.fill(0xff);
    memory.set(piece);
    yield memory.subarray(0, piece.length);
  }
}
