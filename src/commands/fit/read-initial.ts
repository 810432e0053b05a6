/**
 * Reads the model that a fit continues, as `lstmscore` reads the one that it scores with.
 *
 * @module
 */

import type { InitialModel } from '../../model/initial-model.ts';
import type { Messages } from '../../protocol/messages.ts';
import { describePlace, fullName, type ModelRef } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { warnHidden } from '../run/warnings.ts';

/** @throws UserError when there is no such model, or its file cannot be read */
export async function readInitial(
  store: ModelStore,
  ref: ModelRef,
  messages: Messages,
): Promise<InitialModel> {
  const found = await store.get(ref);
  const { header, weights, version, created } = await store.read(found);
  const name = fullName(found);
  messages.info(
    `Continues ${name} version ${version}, trained ${created.slice(0, 10)}, ${describePlace(found)}: its scales, bins and values stay; calibration, threshold, counts, drift and the linear model come from these rows.`,
  );
  warnHidden(await store.findHidden(ref, found), messages);
  return { header, weights, version, name };
}
