/** Writes the notices about versions that a file no longer keeps. */

import { listed, type Notice } from '../notice.ts';
import { megabytes } from './model-reader.ts';
import type { FileLimits, VersionRow } from './version-rows.ts';

/**
 * @param dropped - the versions that were dropped for want of room
 * @param damaged - the versions that were dropped because they could not be read back
 */
export function droppedNotices(
  name: string,
  dropped: readonly VersionRow[],
  damaged: readonly VersionRow[],
  { keepVersions, bytes }: FileLimits,
): Notice[] {
  const limits = `a model keeps ${keepVersions} (keep_versions), in ${megabytes(bytes)} MB at most`;
  return [
    ...(dropped.length === 0
      ? []
      : [
          {
            level: 'INFO',
            text: `Dropped ${versions(dropped)} of model ${name}: ${limits}.`,
          } as const,
        ]),
    ...(damaged.length === 0
      ? []
      : [
          {
            level: 'WARN',
            text: `Dropped ${versions(damaged)} of model ${name}, damaged in its file.`,
          } as const,
        ]),
  ];
}

function versions(rows: readonly VersionRow[]): string {
  const names = rows.map(({ version }) =>
    Number.isNaN(version) ? 'one without a number' : String(version),
  );
  return `version${rows.length === 1 ? '' : 's'} ${listed(names)}`;
}
