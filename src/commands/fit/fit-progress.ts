/**
 * Writes to the log how far a fit is, because nothing of it reaches its own search before its end:
 * `| lstmmodels show=fits` reads these lines.
 *
 * @module
 */

import type { EpochRow } from '../../fit/training/training.ts';
import type { LogFields } from '../../store/log.ts';
import type { Phase } from '../../store/logged-fits.ts';
import { type ModelRef, typedName } from '../../store/model-place.ts';
import type { Run } from '../run/run.ts';

export class FitProgress {
  readonly #run: Run;
  readonly #model: string;

  constructor(run: Run, model: ModelRef) {
    this.#run = run;
    this.#model = typedName(model);
  }

  /** Says that rows arrive. */
  reads(): void {
    this.#write('reading', {});
  }

  /** @param maxSeconds - training may take so long */
  trains(epochs: number | 'auto', maxSeconds: number): void {
    this.#write('training', { epochs, max_seconds: maxSeconds });
  }

  is(phase: Phase): void {
    this.#write(phase, {});
  }

  epoch({ epoch, loss, valLoss, seconds }: EpochRow, bestEpoch: number): void {
    const figures = { epoch, loss, val_loss: valLoss, best_epoch: bestEpoch, seconds };
    this.#run.log.write('INFO', 'epoch', { model: this.#model, ...figures });
  }

  #write(phase: Phase, facts: LogFields): void {
    this.#run.log.write('INFO', 'phase', { model: this.#model, phase, ...facts });
  }
}
