/**
 * Fits the linear model that stands beside the LSTM layers, and chooses the parts of both.
 *
 * The two are trained apart, because LSTM layers that are trained with it take all that both can explain, and
 * carry over less to later rows and to unseen kinds. With the usual penalty it is the model that every fit is
 * compared with, which is fitted once.
 *
 * @module
 */

import {
  fitLinearModels,
  type LinearModel,
  predictLinear,
} from '../../baseline/linear-baseline.ts';
import { applyCalibration, classWeightCalibration } from '../../evaluate/calibration.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Calibration } from '../../model/record.ts';
import { classesOf } from '../../model/target.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import type { NetworkSpec } from '../../network/network-spec.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import type { Notice } from '../../notice.ts';
import { readingOf } from '../../readings/table.ts';
import { classCounts } from '../../tasks/classify/classes.ts';
import type { EvaluationOptions } from '../../tasks/task.ts';
import { askedWide } from './asked-wide.ts';
import { EQUAL_PARTS, type FittedWide } from './join-wide.ts';
import { penaltiesOf } from './penalties.ts';
import { calibrationOn, type Judges, rowLosses } from './row-losses.ts';
import { choosePart, firstWithinNoise } from './stacking.ts';
import { aloneNotice, besideNotice } from './wide-notices.ts';

export interface WideFit {
  /** The linear model with the usual penalty; `undefined` where none was fitted. */
  readonly linear: LinearModel | undefined;
  /** The linear model that is kept; `undefined` where the LSTM layers are better alone. */
  readonly wide: FittedWide | undefined;
  readonly notices: readonly Notice[];
}

/** Fewer rows choose nothing: `wide=auto` leaves the LSTM layers alone, `wide=true` takes equal parts. */
const FEWEST_ROWS = 100;
const FEWEST_OF_CLASS = 20;

/** @param deep - the trained LSTM layers */
export async function fitWide(
  deep: Predictor,
  data: FitData,
  { settings, classWeights }: EvaluationOptions,
  context: Context,
): Promise<WideFit> {
  const nothing = { linear: undefined, wide: undefined, notices: [] };
  const { validation } = data;
  const judges = { target: data.target, targets: targetsOf(data, validation) };
  const areEnough = canChoose(judges, validation.length);
  const asked = askedWide(data, settings);
  if (!isWanted(data, asked, areEnough)) return nothing;
  const penalties = areEnough ? penaltiesOf(data, deep.network).toReversed() : [1];
  const models = await fitLinearModels(data, deep.network, context, penalties);
  const linear = models[0] as LinearModel;
  const undone = classWeights && classWeightCalibration(classWeights);
  const oddsFloor = oddsFloorOf(data, deep.network);
  if (!areEnough) {
    const calibrations = { deep: undone, wide: undefined };
    const wide = { model: linear, penalty: 1, part: EQUAL_PARTS, oddsFloor, calibrations };
    return { linear, wide, notices: [besideNotice(wide.part, validation.length, false)] };
  }
  const { model, penalty, outputs } = await penalised(models, data, { judges, deep }, context);
  const raw = await predictInParts(deep, data.sequences, validation, context);
  const calibrations = {
    deep: calibrationOn(judges, raw, classWeights),
    wide: calibrationOn(judges, outputs),
  };
  const sides = {
    deep: calibrated(raw, calibrations.deep),
    wide: calibrated(outputs, calibrations.wide),
  };
  const part = choosePart(judges, sides, { ...deep.network, oddsFloor }, asked === true);
  if (part === 0) return { linear, wide: undefined, notices: [aloneNotice(validation.length)] };
  const wide = { model, penalty, part, oddsFloor, calibrations };
  return { linear, wide, notices: [besideNotice(part, validation.length, true)] };
}

function calibrated(outputs: Float32Array, calibration: Calibration | undefined): Float32Array {
  return calibration === undefined ? outputs : applyCalibration(outputs, calibration);
}

/** Only two classes have odds of one of them. */
function oddsFloorOf({ encoder }: FitData, { loss }: NetworkSpec): number | undefined {
  return loss === 'binary_crossentropy' ? readingOf(encoder).summary.oddsFloor : undefined;
}

function isWanted(
  { target }: FitData,
  asked: FitSettings['network']['wide'],
  areEnough: boolean,
): boolean {
  if (target.mode === 'anomaly' || asked === false) return false;
  return asked === true || areEnough;
}

/** Tells whether held-out rows can tell one choice from another. */
export function canChoose({ target, targets }: Judges, rows: number): boolean {
  if (rows < FEWEST_ROWS) return false;
  const { length } = classesOf(target);
  if (length === 0) return true;
  return classCounts(targets, length).filter((count) => count >= FEWEST_OF_CLASS).length >= 2;
}

/** Validation rows, and the LSTM layers that the linear model stands beside. */
interface Chooser {
  readonly judges: Judges;
  readonly deep: Predictor;
}

/** A linear model, and what it says of validation rows. */
interface Penalised {
  readonly model: LinearModel;
  readonly penalty: number;
  readonly outputs: Float32Array;
}

/** @param models - one for each penalty, the weakest first */
async function penalised(
  models: readonly LinearModel[],
  data: FitData,
  { judges, deep: { network } }: Chooser,
  context: Context,
): Promise<Penalised> {
  const choices: Penalised[] = [];
  for (const [at, penalty] of penaltiesOf(data, network).entries()) {
    const model = models.at(-1 - at) as LinearModel;
    const { encoder, sequences, validation } = data;
    const read = { encoder, network, ...model };
    const outputs = await predictLinear(read, sequences, validation, context);
    choices.push({ model, penalty, outputs });
  }
  const losses = choices.map(({ outputs }) => rowLosses(judges, outputs));
  return choices[firstWithinNoise(losses)] as Penalised;
}
