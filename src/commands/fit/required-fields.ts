/**
 * Tells Splunk which fields a fit reads.
 *
 * @module
 */

import { requiredFields as scoringFields } from '../../model/header.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
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
  const old =
    fit.options.result.replace === 'better' ? await oldFields(environment, info, fit) : [];
  return [...new Set([...ownFields(fit), ...old])];
}

/** Returns what the model that `replace=better` compares with reads; nothing if that cannot be known now. */
async function oldFields(
  environment: Environment,
  info: SearchInfo,
  { model }: FitArguments,
): Promise<string[]> {
  const store = storeFor(environment, info, BRIEF);
  try {
    const existing = await store.findTarget(model);
    return existing === undefined ? [] : scoringFields((await store.readHeader(existing)).header);
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
