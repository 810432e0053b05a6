/**
 * Chooses what `window=auto` means where a task leaves that to held-out rows: each reading is fitted for some
 * epochs to some of the training rows, and judged on newer ones of these. No row that validates or tests the model
 * takes part.
 *
 * @module
 */

import { placeRows } from '../encode/rows/place-rows.ts';
import { evenlySpaced } from '../encode/rows/row-lists.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import { thousands, UserError } from '../errors.ts';
import type { Trials } from '../estimate/trials.ts';
import { epochsOf } from '../model/epochs.ts';
import { targetsOf } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { HeldPrediction } from '../model/prediction.ts';
import type { EngineFactory } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import { newestRows } from './newest-rows.ts';
import { type FitContext, fitModel, prepareFit } from './pipeline.ts';
import { type FitPlan, planFit } from './plan.ts';
import { splitRows } from './split-rows.ts';
import { canChoose } from './wide/fit-wide.ts';
import { firstWithinNoise } from './wide/stacking.ts';

/** So many training rows choose, evenly spaced. */
const MOST_ROWS = 2500;

/** The newest of these rows judge, those before them validate. */
const JUDGING = 0.3;
const VALIDATING = 0.2;

const EPOCHS = 4;

/** Below this probability of its class a row is simply wrong: single rows must not decide. */
const LEAST_PROBABILITY = 1e-4;

export interface ChosenWindow {
  /** The settings, with the window that was chosen. */
  readonly settings: FitSettings;
  readonly notices: readonly Notice[];
}

/** Returns so many fits of the model take as long as those that choose its window from so many rows. */
export function windowTrials(rows: number, epochs: FitSettings['training']['epochs']): Trials {
  const ofRows = Math.min(1, MOST_ROWS / rows);
  const ofEpochs = Math.min(1, EPOCHS / epochsOf(epochs, 'usual'));
  return { fits: 2 * ofRows * ofEpochs, share: 1 };
}

type TrialContext = Omit<FitContext, 'onEpoch' | 'onPhase'>;

/** @throws UserError where a fit of these rows is refused for any window */
export async function chooseWindow(
  results: SearchResults,
  settings: FitSettings,
  createEngine: EngineFactory,
  context: TrialContext,
): Promise<ChosenWindow> {
  const plan = planFit(results, settings);
  const { window: usual, otherWindow: other } = plan.task;
  const { sequence, given } = settings;
  // A width of tokens asks for tokens, and a text is no matter of choice.
  const isOpen = sequence.window === 'auto' && plan.sequence.window === usual;
  if (other === undefined || !isOpen || given.has('embedding')) return { settings, notices: [] };
  const rows = results.picked(trainingRows(results, plan, settings));
  const losses: Float64Array[] = [];
  for (const window of [usual, other]) {
    const own = await trialLosses(rows, trialSettings(settings, window), createEngine, context);
    if (own === undefined) return chosen(settings, usual, fewText(usual, other));
    losses.push(own);
  }
  const [usualLosses, otherLosses] = losses as [Float64Array, Float64Array];
  const isOther = firstWithinNoise(losses) === 1;
  const judged = { rows: usualLosses.length, usual: bits(usualLosses), other: bits(otherLosses) };
  return isOther
    ? chosen(settings, other, otherText(usual, other, judged))
    : chosen(settings, usual, usualText(usual, other, judged));
}

function chosen(settings: FitSettings, window: Window, text: string): ChosenWindow {
  const sequence = { ...settings.sequence, window };
  return { settings: { ...settings, sequence }, notices: [{ level: 'INFO', text }] };
}

/** Returns the numbers of some of the rows that will train. */
function trainingRows(results: SearchResults, plan: FitPlan, settings: FitSettings): Int32Array {
  const { sequence, task, needsTime } = plan;
  const isUsable = newestRows(results, plan, settings.run.max_rows);
  const placed = placeRows(results, { sequence, needsTime, isUsable });
  task.refuseRows(placed);
  const { training } = splitRows(placed, plan, settings);
  return evenlySpaced(training, MOST_ROWS).map((at) => placed.rows[at]);
}

/** Returns the settings of a short fit that is only to be compared with another one. */
function trialSettings(settings: FitSettings, window: Window): FitSettings {
  const { target, sequence, training, run } = settings;
  return {
    ...settings,
    // Some of the classes may have no row here.
    target: { ...target, positive: undefined },
    sequence: { ...sequence, window },
    training: { ...training, epochs: EPOCHS, class_weight: 'none' },
    split: { split: 'time', validation: VALIDATING, test: JUDGING },
    threshold: { kind: 'auto' },
    run: { ...run, refit: false },
  };
}

/** Returns the bits that each row that judges costs; `undefined` where too few can tell. */
async function trialLosses(
  rows: SearchResults,
  settings: FitSettings,
  createEngine: EngineFactory,
  context: TrialContext,
): Promise<Float64Array | undefined> {
  try {
    const prepared = prepareFit(rows, settings);
    const { data } = prepared;
    const targets = targetsOf(data, data.test);
    if (!canChoose({ target: data.target, targets }, targets.length)) return undefined;
    const trial = { ...context, onEpoch: () => undefined };
    const { prediction } = (await fitModel(prepared, createEngine, trial)).held;
    return prediction.mode === 'classify' ? classBits(prediction, targets) : undefined;
  } catch (error) {
    // What holds for all rows is refused by the fit itself, with all of them.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function classBits(
  { probabilities }: HeldPrediction<'classify'>,
  targets: Float32Array,
): Float64Array {
  const classes = probabilities.length / targets.length;
  return Float64Array.from(targets, (actual, row) => {
    return -Math.log2(Math.max(LEAST_PROBABILITY, probabilities[row * classes + actual]));
  });
}

function bits(losses: Float64Array): string {
  return (losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toPrecision(3);
}

/** So many rows judged, and cost so many bits each. */
interface Judged {
  readonly rows: number;
  readonly usual: string;
  readonly other: string;
}

function otherText(usual: Window, other: Window, judged: Judged): string {
  return `window=${other} is chosen: after short fits to older training rows ${thousands(judged.rows)} newer ones cost ${judged.other} bits a row with it, and ${judged.usual} with window=${usual}; add window=${usual} for that.`;
}

function usualText(usual: Window, other: Window, judged: Judged): string {
  return `window=${usual} is chosen: after short fits to older training rows ${thousands(judged.rows)} newer ones cost ${judged.usual} bits a row with it, and not clearly less, ${judged.other}, with window=${other}; add window=${other} for that.`;
}

function fewText(usual: Window, other: Window): string {
  return `window=${usual} is chosen, as the newest training rows have too few of two classes to compare it with window=${other}; add window=${other} for that.`;
}
