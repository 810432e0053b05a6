/**
 * Checks options against settings: an option can only tighten what administrators allow.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { Bounds } from '../../model/fit-options.ts';
import type { Limits } from '../../store/limits.ts';
import type { FileLimits } from '../../store/version-rows.ts';

type NumberSetting = {
  [Name in keyof Limits]: Limits[Name] extends number ? Name : never;
}[keyof Limits];

interface LimitedOption {
  readonly setting: NumberSetting;
  /** The name of the option, where it is not that of the setting. */
  readonly option?: string;
  /** The value of the option; `undefined` where it is not given. */
  readonly asked: number | undefined;
  /** The value where the option is not given, as far as the setting allows; the setting itself if absent. */
  readonly usual?: number | undefined;
}

/**
 * @throws UserError that names the setting, when the option asks for more
 */
export function withinLimit(
  limits: Limits,
  { setting, option = setting, asked, usual = limits[setting] }: LimitedOption,
): number {
  const most = limits[setting];
  if (asked === undefined) return Math.min(usual, most);
  if (asked <= most) return asked;
  throw new UserError(
    `${option}=${asked} is more than ${setting}=${most} of lstm_toolkit.conf allows: use ${option}=${most} or less, or ask an administrator to raise it.`,
  );
}

/** Returns the limits that the code of models checks. */
export function boundsOf({ max_memory_mb: megabytes, max_entities: maxEntities }: Limits): Bounds {
  return { maxBytes: megabytes * 2 ** 20, maxEntities };
}

/** Returns the limits of a model's file. */
export function fileLimitsOf(limits: Limits): FileLimits {
  return { keepVersions: limits.keep_versions, bytes: limits.max_model_size_mb * 2 ** 20 };
}
