import type { ModelHeader } from '../../src/model/header.ts';
import type { FileHeader } from '../../src/model/header-schema.ts';
import { modelHeader } from '../../src/store/header-codec.ts';

/** Returns the header of a model with these parts, as if a file held them. */
export function headerOf(parts: FileHeader): ModelHeader {
  return modelHeader(parts, (why) => new Error(why));
}
