/**
 * Writes the figures of one training run as a file for TensorBoard, which draws them while training goes
 * on.
 *
 * @module
 */

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { firstRecord, type Scalars, scalarsRecord } from './event.ts';

/** The place of a run's file: `<folder>/<model>/<run>/events.out.tfevents.<seconds>.<id>`. */
export interface RunPlace {
  /** The folder that the administrator set. */
  readonly folder: string;
  /** The names of path segments, already checked; `id` tells files of the same run apart. */
  readonly model: string;
  readonly run: string;
  readonly id: string;
}

export class EventFile {
  readonly #place: RunPlace;
  readonly #onFailure: (reason: string) => void;
  #path: string | undefined;
  #hasFailed = false;

  /**
   * Creates a file that is not written before the first figures.
   *
   * @param onFailure - is called once, when the file cannot be written; then nothing more is tried
   */
  constructor(place: RunPlace, onFailure: (reason: string) => void) {
    this.#place = place;
    this.#onFailure = onFailure;
  }

  /**
   * Adds the figures of a step; those that are null are left out.
   *
   * @param seconds - the seconds since 1970
   */
  write(seconds: number, step: number, figures: Readonly<Record<string, number | null>>): void {
    if (this.#hasFailed) return;
    const known = Object.entries(figures).filter(([, value]) => value !== null);
    try {
      this.#path ??= this.#begin(seconds);
      appendFileSync(
        this.#path,
        scalarsRecord(seconds, step, Object.fromEntries(known) as Scalars),
      );
    } catch (error) {
      this.#hasFailed = true;
      const { code, message } = error as { code?: string; message?: string };
      this.#onFailure(code ?? String(message));
    }
  }

  #begin(seconds: number): string {
    const { folder, model, run, id } = this.#place;
    const runFolder = join(folder, model, run);
    mkdirSync(runFolder, { recursive: true });
    const path = join(runFolder, `events.out.tfevents.${Math.floor(seconds)}.${id}`);
    appendFileSync(path, firstRecord(seconds));
    return path;
  }
}
