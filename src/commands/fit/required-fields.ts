/**
 * Tells Splunk which fields a fit reads.
 *
 * @module
 */

import type { SearchInfo } from '../../protocol/search-info.ts';
import type { FoundModel } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { BRIEF } from '../../store/splunkd.ts';
import type { Environment } from '../run/environment.ts';
import { storeFor } from '../run/store-for.ts';
import { isGlob } from './feature-fields.ts';
import type { FitArguments } from './fit-options.ts';
import { DEFAULT_TIME } from './model-options.ts';

type Find = (store: ModelStore) => Promise<FoundModel | undefined>;

export async function requiredFields(
  environment: Environment,
  info: SearchInfo,
  fit: FitArguments,
): Promise<string[]> {
  const { result, run } = fit.options;
  const { init } = run;
  const finds: Find[] = [];
  if (result.replace === 'better') finds.push((store) => store.findTarget(fit.model));
  if (init !== undefined) finds.push((store) => store.find(init));
  const old = finds.length === 0 ? [] : await oldFields(storeFor(environment, info, BRIEF), finds);
  return [...new Set([...ownFields(fit), ...old])];
}

/** Returns what the models read that the fit compares itself with or continues. */
async function oldFields(store: ModelStore, finds: readonly Find[]): Promise<string[]> {
  const found = await Promise.all(finds.map((find) => fieldsOf(store, find)));
  return found.flat();
}

/** Returns no fields where they cannot be known now. */
async function fieldsOf(store: ModelStore, find: Find): Promise<string[]> {
  try {
    const found = await find(store);
    return found === undefined ? [] : await store.requiredFields(found);
  } catch {
    return [];
  }
}

function ownFields({ patterns, target, by, options }: FitArguments): string[] {
  const others = [options.sequence.time, ...by, ...(target === '' ? [] : [target])];
  const names = patterns.filter(({ isExcluded }) => !isExcluded).map(({ text }) => text);
  return patterns.some(({ text }) => isGlob(text))
    ? ['*', DEFAULT_TIME, ...others]
    : [...names, ...others];
}
