/**
 * What is told of each epoch while a fit trains: a line in the log, and figures for TensorBoard where
 * the administrator has set a folder.
 *
 * @module
 */

import type { Target } from '../encode/target.ts';
import { historyOf } from '../model/fit/training/history.ts';
import type { TrainingHooks } from '../model/fit/training/training.ts';
import type { SearchInfo } from '../protocol/search-info.ts';
import type { Limits } from '../store/limits.ts';
import type { Log } from '../store/log.ts';
import { type ModelRef, typedName } from '../store/model-place.ts';
import { expandPath } from '../store/settings.ts';
import { EventFile } from '../store/tensorboard/event-file.ts';
import { type Environment, splunkHome } from './environment.ts';

/** Of one fit. */
export interface ToldFit {
  readonly model: ModelRef;
  readonly target: Target;
  readonly info: SearchInfo;
}

export function epochTeller(
  environment: Environment,
  { tensorboard_dir: folder }: Limits,
  log: Log,
  { model: ref, target, info }: ToldFit,
): TrainingHooks['onEpoch'] {
  const model = typedName(ref);
  const place = {
    folder: expandPath(folder, splunkHome(environment, info)),
    model: ref.name,
    run: info.sid.replaceAll(/[^\w@-]/g, '_'),
    id: environment.processId,
  };
  const figures = new EventFile(place, (reason) => log.write('WARN', 'tensorboard', { reason }));
  return (row) => {
    const { epoch, loss, valLoss, seconds } = row;
    log.write('INFO', 'epoch', { model, epoch, loss, val_loss: valLoss, seconds });
    if (folder === '') return;
    const columns = Object.entries(historyOf(target, [row]));
    const scalars = columns.map(([name, [value]]) => [name, value ?? undefined] as const);
    figures.write(environment.now() / 1000, epoch, Object.fromEntries(scalars));
  };
}
