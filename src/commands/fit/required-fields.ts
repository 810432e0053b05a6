/**
 * Tells Splunk which fields a fit reads.
 *
 * @module
 */

import { requiredFields as scoringFields } from '../../model/header.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { FoundModel } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { BRIEF } from '../../store/splunkd.ts';
import type { Environment } from '../run/environment.ts';
import { storeFor } from '../run/store-for.ts';
import { isGlob } from './feature-fields.ts';
import type { FitArguments } from './fit-options.ts';
import { DEFAULT_TIME } from './model-options.ts';

export async function requiredFields(
  environment: Environment,
  info: SearchInfo,
  fit: FitArguments,
): Promise<string[]> {
  const { result, run } = fit.options;
  const store = storeFor(environment, info, BRIEF);
  const { init } = run;
  const found = [
    ...(result.replace === 'better' ? [store.findTarget(fit.model)] : []),
    ...(init === undefined ? [] : [store.find(init)]),
  ];
  const old = await Promise.all(found.map((one) => oldFields(store, one)));
  return [...new Set([...ownFields(fit), ...old.flat()])];
}

/** Returns what a model reads that the fit compares itself with or continues; nothing if that cannot be known now. */
async function oldFields(
  store: ModelStore,
  finding: Promise<FoundModel | undefined>,
): Promise<string[]> {
  try {
    const found = await finding;
    return found === undefined ? [] : scoringFields((await store.readHeader(found)).header);
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
