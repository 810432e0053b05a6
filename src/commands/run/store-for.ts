/**
 * Makes the store of the models of a search.
 *
 * @module
 */

import type { SearchInfo } from '../../protocol/search-info.ts';
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
