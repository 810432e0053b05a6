/**
 * Keeps the figures of a fit's epochs for TensorBoard, where administrators set a folder for them.
 *
 * @module
 */

import { historyOf } from '../../fit/training/history.ts';
import type { EpochRow } from '../../fit/training/training.ts';
import type { Target } from '../../model/target.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import { EventFile } from '../../store/tensorboard/event-file.ts';

export interface ChartOptions {
  /** `tensorboard_dir`; `''` for no charts. */
  readonly folder: string;
  /** The name of the model, which was checked. */
  readonly model: string;
  readonly target: Target;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
  /** Called once when the file cannot be written; the fit goes on without it. */
  readonly onFailure: (reason: string) => void;
}

/**
 * A run's folder is named after its start and its user, as its version is not known before its end.
 *
 * @returns adds an epoch to the chart
 */
export function epochCharts(
  { username, sid }: Pick<SearchInfo, 'username' | 'sid'>,
  { folder, model, target, now, onFailure }: ChartOptions,
): (row: EpochRow) => void {
  if (folder === '') return () => undefined;
  const started = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const run = `${started}-${pathSegment(username)}`;
  const file = new EventFile({ folder, model, run, id: pathSegment(sid) }, onFailure);
  return (row) => {
    const figures = Object.entries(historyOf(target, [row])).map(([name, [value = null]]) => {
      return [name, value] as const;
    });
    file.write(now() / 1000, row.epoch, Object.fromEntries(figures));
  };
}

/** Names of users and searches may hold any character. */
function pathSegment(name: string): string {
  return name.replace(/[^\w.@-]/g, '_');
}
