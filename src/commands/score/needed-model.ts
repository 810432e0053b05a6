/**
 * Finds the model of a search before its rows come, and returns which fields it reads.
 *
 * @module
 */

import type { SearchInfo } from '../../protocol/search-info.ts';
import type { FoundModel } from '../../store/model-place.ts';
import { BRIEF } from '../../store/splunkd.ts';
import type { Environment } from '../run/environment.ts';
import { storeFor } from '../run/store-for.ts';
import type { ScoreArguments } from './score-arguments.ts';

interface NeededModel {
  readonly found: FoundModel;
  readonly fields: string[];
}

/** @returns `undefined` where the model cannot be read now; `execute` will say why */
export async function neededModel(
  environment: Environment,
  info: SearchInfo,
  { model, options }: ScoreArguments,
): Promise<NeededModel | undefined> {
  const store = storeFor(environment, info, BRIEF);
  try {
    const found = await store.get(model);
    const fields = await store.requiredFields(found, options.version);
    return { found, fields };
  } catch {
    return undefined;
  }
}
