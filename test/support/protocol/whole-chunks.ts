import { type Chunk, decodeChunks } from '../../../src/protocol/chunk.ts';

/** Returns all chunks of a stream, whose bodies nobody reads while they come. */
export async function wholeChunks(source: AsyncIterable<Uint8Array>): Promise<Chunk[]> {
  const chunks = await Array.fromAsync(decodeChunks(source, () => undefined));
  return chunks.map(({ metadata, body }) => ({ metadata, body }));
}
