/**
 * Puts together what the log says of each fit of this search head: its phases, epochs and outcome.
 *
 * @module
 */

import { visitLogLines } from './log-lines.ts';

export const PHASES = ['reading', 'searching', 'training', 'evaluating', 'saving'] as const;

export type Phase = (typeof PHASES)[number];

/** A fit ends in one of these; a killed one leaves no line. */
const OUTCOMES = ['ok', 'error', 'cancelled'] as const;

/** An epoch as the log has it; what it lacks is `undefined`. */
export interface LoggedEpoch {
  readonly epoch: number;
  readonly loss: number | undefined;
  readonly validationLoss: number | undefined;
  readonly bestEpoch: number | undefined;
  /** The epoch took so many seconds. */
  readonly seconds: number | undefined;
  /** Epoch milliseconds of its end. */
  readonly ended: number;
}

export interface LoggedFit {
  readonly pid: number;
  readonly sid: string;
  readonly user: string;
  readonly app: string;
  /** The model as it was typed: `app:ddos`. */
  model: string | undefined;
  version: number | undefined;
  /** Epoch milliseconds of its first and of its last line. */
  started: number;
  last: number;
  phase: Phase;
  /** The number of epochs that was asked for. */
  epochs: number | 'auto' | undefined;
  /** Training began in these epoch milliseconds, and may take so many seconds. */
  trainingSince: number | undefined;
  maxSeconds: number | undefined;
  /** The whole training was estimated to take so many seconds. */
  estimatedSeconds: number | undefined;
  readonly done: LoggedEpoch[];
  outcome: (typeof OUTCOMES)[number] | undefined;
  /** The fit took so many seconds; known of those that have ended. */
  seconds: number | undefined;
}

type Line = Readonly<Record<string, unknown>>;

/**
 * Reads the fits in the log, the oldest first.
 *
 * @throws the error of the file system where the log is there and cannot be read
 */
export async function readLoggedFits(home: string): Promise<LoggedFit[]> {
  const fits = new LoggedFits();
  await visitLogLines(home, '"command":"lstmfit"', (text) => fits.add(parsed(text)));
  return fits.all;
}

class LoggedFits {
  readonly all: LoggedFit[] = [];
  readonly #open = new Map<string, LoggedFit>();

  /** Adds what a line says; lines that are not of a fit change nothing. */
  add(line: Line): void {
    const time = Date.parse(textOf(line['time']) ?? '');
    const [pid, sid] = [numberOf(line['pid']), textOf(line['sid'])];
    const [user, app] = [textOf(line['user']), textOf(line['app'])];
    const isFit = line['command'] === 'lstmfit' && !Number.isNaN(time);
    if (!isFit || pid === undefined || sid === undefined) return;
    if (user === undefined || app === undefined) return;
    const key = `${pid} ${sid}`;
    const fit = this.#open.get(key) ?? this.#begin({ pid, sid, user, app }, time);
    this.#open.set(key, fit);
    fit.last = time;
    fit.model = textOf(line['model']) ?? fit.model;
    EVENTS.get(line['event'])?.(fit, line, time);
    if (fit.outcome !== undefined) this.#open.delete(key);
  }

  #begin(names: Pick<LoggedFit, 'pid' | 'sid' | 'user' | 'app'>, time: number): LoggedFit {
    const fit: LoggedFit = {
      ...names,
      model: undefined,
      version: undefined,
      started: time,
      last: time,
      phase: 'reading',
      epochs: undefined,
      trainingSince: undefined,
      maxSeconds: undefined,
      estimatedSeconds: undefined,
      done: [],
      outcome: undefined,
      seconds: undefined,
    };
    this.all.push(fit);
    return fit;
  }
}

const EVENTS: ReadonlyMap<unknown, (fit: LoggedFit, line: Line, time: number) => void> = new Map([
  ['phase', addPhase],
  ['estimate', addEstimate],
  ['epoch', addEpoch],
  ['run', addEnd],
]);

function addEstimate(fit: LoggedFit, line: Line): void {
  fit.estimatedSeconds = numberOf(line['estimated_seconds']);
}

function addPhase(fit: LoggedFit, line: Line, time: number): void {
  const phase = PHASES.find((known) => known === line['phase']);
  if (phase === undefined) return;
  fit.phase = phase;
  if (phase !== 'training') return;
  fit.trainingSince ??= time;
  fit.epochs = line['epochs'] === 'auto' ? 'auto' : (numberOf(line['epochs']) ?? fit.epochs);
  fit.maxSeconds = numberOf(line['max_seconds']) ?? fit.maxSeconds;
}

function addEpoch(fit: LoggedFit, line: Line, time: number): void {
  const epoch = numberOf(line['epoch']);
  if (epoch === undefined) return;
  fit.phase = 'training';
  fit.done.push({
    epoch,
    loss: numberOf(line['loss']),
    validationLoss: numberOf(line['val_loss']),
    bestEpoch: numberOf(line['best_epoch']),
    seconds: numberOf(line['seconds']),
    ended: time,
  });
}

function addEnd(fit: LoggedFit, line: Line, time: number): void {
  fit.outcome = OUTCOMES.find((known) => known === line['outcome']);
  fit.version = numberOf(line['version']);
  fit.seconds = numberOf(line['seconds']);
  // The first lines of a long fit may have gone with an older file.
  fit.started = Math.min(fit.started, time - 1000 * (fit.seconds ?? 0));
}

function parsed(text: string): Line {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? (line as Line) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
