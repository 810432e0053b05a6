/**
 * Chooses what `window=auto` means where a task leaves that to held-out rows: each reading is fitted for some
 * epochs to some of the training rows, and judged on others of these. No row that validates or tests the model
 * takes part.
 *
 * Rows judge twice: the newest ones fits to older rows, and the oldest ones fits to newer rows. They are the newest or
 * oldest of each class, because the newest of all are of one class where an attack fills the end of the time range, and
 * tell nothing. Where one attack follows another, they are of a kind that the fits have not seen, as those of later
 * days will be.
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
import type { EngineFactory } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import { SearchResults } from '../results/results.ts';
import { newestRows } from './newest-rows.ts';
import { type FitContext, fitModel, prepareFit } from './pipeline.ts';
import { type FitPlan, planFit } from './plan.ts';
import { compareRanks, type RankedRows } from './rank-comparison.ts';
import { splitRows } from './split-rows.ts';
import { canChoose } from './wide/fit-wide.ts';

/** So many training rows choose, evenly spaced. */
const MOST_ROWS = 2500;

/** The newest rows of each class judge, those before them validate. */
const JUDGING = 0.3;
const VALIDATING = 0.2;

const EPOCHS = 4;

/** Areas are shown with so many digits behind the point, as the last ones often tell readings apart. */
const AREA_DIGITS = 4;

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
  const classes = results.texts(settings.target.field);
  const oldest = trainingRows(results, plan, settings);
  const trials: RankedRows[] = [];
  for (const rows of [oldest, oldest.toReversed()]) {
    const parted = partedByClass(rows, (row) => classes[row].trim());
    const trial = { results: pickedParts(results, parted), settings, parted };
    const [ofUsual, ofOther] = [
      await judgedRows(trial, usual, createEngine, context),
      await judgedRows(trial, other, createEngine, context),
    ];
    if (ofUsual === undefined || ofOther === undefined) {
      return chosen(settings, usual, fewText(usual, other));
    }
    const { actual, probabilities } = ofUsual;
    trials.push({ actual, usual: probabilities, other: ofOther.probabilities });
  }
  const compared = compareRanks(trials);
  const judged = {
    rows: trials.reduce((sum, { actual }) => sum + actual.length, 0),
    usual: compared.usual.toFixed(AREA_DIGITS),
    other: compared.other.toFixed(AREA_DIGITS),
  };
  return compared.isOther
    ? chosen(settings, other, otherText(usual, other, judged))
    : chosen(settings, usual, usualText(usual, other, judged));
}

function chosen(settings: FitSettings, window: Window, text: string): ChosenWindow {
  const sequence = { ...settings.sequence, window };
  return { settings: { ...settings, sequence }, notices: [{ level: 'INFO', text }] };
}

/** Returns the numbers of some of the rows that will train, in time order; with a split by lot, in order of arrival. */
function trainingRows(results: SearchResults, plan: FitPlan, settings: FitSettings): Int32Array {
  const { sequence, task, needsTime } = plan;
  const isUsable = newestRows(results, plan, settings.run.max_rows);
  const placed = placeRows(results, { sequence, needsTime, isUsable });
  task.refuseRows(placed);
  const { training } = splitRows(placed, plan, settings);
  return evenlySpaced(training, MOST_ROWS).map((at) => placed.rows[at]);
}

/** The numbers of rows that train, validate and judge. */
type TrialRows = readonly [training: Int32Array, validation: Int32Array, judging: Int32Array];

/**
 * Parts the rows of each class.
 *
 * @param rows - in time order, or the newest first
 */
function partedByClass(rows: Int32Array, classOf: (row: number) => string): TrialRows {
  const [training, validation, judging]: [number[], number[], number[]] = [[], [], []];
  for (const own of Map.groupBy(rows, classOf).values()) {
    const validates = Math.round((1 - JUDGING - VALIDATING) * own.length);
    const judges = Math.round((1 - JUDGING) * own.length);
    training.push(...own.slice(0, validates));
    validation.push(...own.slice(validates, judges));
    judging.push(...own.slice(judges));
  }
  return [Int32Array.from(training), Int32Array.from(validation), Int32Array.from(judging)];
}

/** Puts the parts behind each other. */
function pickedParts(results: SearchResults, parts: TrialRows): SearchResults {
  return SearchResults.of(...parts.flatMap((rows) => results.picked(rows).blocks));
}

/** Returns the settings of a short fit that is only to be compared with another one. */
function trialSettings(settings: FitSettings, window: Window, parts: TrialRows): FitSettings {
  const rows = parts.reduce((sum, { length }) => sum + length, 0);
  const [, validation, judging] = parts.map(({ length }) => length / rows) as [
    number,
    number,
    number,
  ];
  const { target, sequence, training, run, given } = settings;
  return {
    ...settings,
    // Some of the classes may have no row here.
    target: { ...target, positive: undefined },
    sequence: { ...sequence, window, time: '' },
    given: new Set([...given].filter((option) => option !== 'time')),
    training: { ...training, epochs: EPOCHS, class_weight: 'none' },
    // Without times the parts are in the order that the rows have.
    split: { split: 'time', validation, test: judging },
    threshold: { kind: 'auto' },
    run: { ...run, refit: false },
  };
}

/** Some training rows, and how they are parted. */
interface Trial {
  readonly results: SearchResults;
  readonly settings: FitSettings;
  readonly parted: TrialRows;
}

/** The classes of the rows that judge, and what a short fit says of them, `[rows, classes]`. */
interface JudgedRows {
  readonly actual: Float32Array;
  readonly probabilities: Float32Array;
}

/** Fits one reading for a short time; `undefined` where too few rows can judge it. */
async function judgedRows(
  { results, settings, parted }: Trial,
  window: Window,
  createEngine: EngineFactory,
  context: TrialContext,
): Promise<JudgedRows | undefined> {
  try {
    const prepared = prepareFit(results, trialSettings(settings, window, parted));
    const { data } = prepared;
    const actual = targetsOf(data, data.test);
    if (!canChoose({ target: data.target, targets: actual }, actual.length)) return undefined;
    const trial = { ...context, onEpoch: () => undefined };
    const { prediction } = (await fitModel(prepared, createEngine, trial)).held;
    if (prediction.mode !== 'classify') return undefined;
    return { actual, probabilities: prediction.probabilities };
  } catch (error) {
    // What holds for all rows is refused by the fit itself, with all of them.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** So many rows judged, and this is how well they are ranked. */
interface Judged {
  readonly rows: number;
  readonly usual: string;
  readonly other: string;
}

function otherText(usual: Window, other: Window, judged: Judged): string {
  return `window=${other} is chosen: short fits to some training rows rank ${thousands(judged.rows)} others, the newest and the oldest of each class, with a mean roc_auc of ${judged.other}, and of ${judged.usual} with window=${usual}; add window=${usual} for that.`;
}

function usualText(usual: Window, other: Window, judged: Judged): string {
  // The other one may rank them a little better, and still not be chosen.
  const isBehind = Number(judged.other) <= Number(judged.usual);
  const beside = isBehind ? `of ${judged.other}` : `not clearly better, ${judged.other},`;
  return `window=${usual} is chosen: short fits to some training rows rank ${thousands(judged.rows)} others, the newest and the oldest of each class, with a mean roc_auc of ${judged.usual}, and ${beside} with window=${other}; add window=${other} for that.`;
}

function fewText(usual: Window, other: Window): string {
  return `window=${usual} is chosen, as two classes have too few training rows to compare it with window=${other}; add window=${other} for that.`;
}
