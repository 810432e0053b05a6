/**
 * Makes what finds and reads the models of a search.
 *
 * @module
 */

import type { SearchInfo } from '../../protocol/search-info.ts';
import { ModelReader } from '../../store/model-reader.ts';
import { ModelStore } from '../../store/model-store.ts';
import type { Patience } from '../../store/splunkd.ts';
import { type Environment, namespaceOf } from './environment.ts';

/** Returns the store of the models that a search sees. */
export function storeFor(
  environment: Environment,
  info: SearchInfo,
  patience?: Patience,
): ModelStore {
  return new ModelStore(namespaceOf(environment, info), patience);
}

/** Returns the reader of the files of the models that were found. */
export function readerFor(environment: Environment, info: SearchInfo): ModelReader {
  return new ModelReader(namespaceOf(environment, info).home);
}
