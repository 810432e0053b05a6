/**
 * The option `drift` of `lstmscore`: makes the detector of drift, and reports what it has found.
 *
 * @module
 */

import type { Predictor } from '../../network/engine.ts';
import type { Messages } from '../../protocol/messages.ts';
import { DriftWatch } from '../../score/drift-watch.ts';
import type { Log } from '../../store/log.ts';
import type { StoredModel } from '../../store/model-file.ts';
import { tell } from '../run/environment.ts';
import type { ScoreArguments } from './score-arguments.ts';
import type { ChosenModel } from './score-explainer.ts';

/** Returns `undefined` with `drift=false`, and for a model that has nothing to compare with. */
export function createDriftWatch(
  { options: { drift } }: ScoreArguments,
  { model: { header }, threshold }: ChosenModel,
  { kernel }: Predictor,
): DriftWatch | undefined {
  if (!drift || header.drift === undefined) return undefined;
  return new DriftWatch(header, header.drift, threshold, kernel);
}

/** Says what has drifted, once all rows are scored; where that is not known, the log says why. */
export function tellDrift(
  { model: { name }, options }: ScoreArguments,
  { version, header }: StoredModel,
  watch: DriftWatch | undefined,
  { messages, log }: { readonly messages: Messages; readonly log: Log },
): void {
  if (!options.drift) return;
  const { notices = [], ...figures } = watch?.findings() ?? {};
  tell(messages, notices);
  const reason =
    header.drift === undefined ? 'the model has too few rows to compare with' : undefined;
  log.write('INFO', 'drift', { model: name, version, reason, ...figures });
}
