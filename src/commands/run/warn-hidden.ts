import type { Messages } from '../../protocol/messages.ts';
import { describePlace, type FoundModel, type ModelRef } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';

/**
 * Warns that a private model is taken before a shared one, which surprises a user who just trained the
 * shared one.
 */
export async function warnHidden(
  store: ModelStore,
  ref: ModelRef,
  found: FoundModel,
  messages: Messages,
): Promise<void> {
  const hidden = await store.findHidden(ref, found);
  if (hidden === undefined) return;
  const { name } = hidden;
  messages.warn(
    `Your private model ${name} hides app:${name} (${describePlace(hidden)}): write app:${name} to use that one.`,
  );
}
