/**
 * Trains the network of a fit once more, on all rows, for `refit=true`, and calibrates it.
 *
 * @module
 */

import { applyCalibration } from '../evaluate/calibration.ts';
import type { Quality } from '../evaluate/quality.ts';
import { type FitData, type Predicted, targetsOf } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { counted, type Notice } from '../notice.ts';
import { together } from '../tasks/held-out.ts';
import { taskOf } from '../tasks/table.ts';
import { pooled } from '../wide/wide-predictor.ts';
import { type CrossedBlock, type CrossedFit, crossedShare, crossFit } from './cross-fit.ts';
import { refitWeights } from './training/refit.ts';
import type { TrainingContext } from './training/training.ts';
import type { BothSides } from './wide/both-sides.ts';
import type { FittedWide, JoinedNetwork } from './wide/join-wide.ts';
import { calibrationOn } from './wide/row-losses.ts';

export interface KeptModel extends Pick<Quality, 'part' | 'notTrained'> {
  readonly joined: JoinedNetwork;
  /** These notices are told beside the figures. */
  readonly notices: readonly Notice[];
}

/** Returns how many times as long as one training the refit is at most, with what calibrates it. */
export function trainingsOfRefit(
  data: FitData,
  { run: { refit } }: Pick<FitSettings, 'run'>,
): number {
  if (!refit) return 0;
  if (taskOf(data.target).calibrateAgain === undefined) return 1;
  const all = data.training.length + data.validation.length + data.test.length;
  return 1 + crossedShare(data.training.length, all);
}

/**
 * @param before - what evaluating the network before the refit found out
 * @returns `undefined` where it was stopped
 */
export async function refitModel(
  fit: Omit<CrossedFit, 'wide'>,
  sides: BothSides,
  before: Pick<Quality, 'part' | 'notTrained'>,
  context: TrainingContext,
): Promise<KeptModel | undefined> {
  const crossed = { ...fit, wide: sides.wide };
  const { calibrateAgain } = taskOf(fit.data.target);
  const blocks = calibrateAgain === undefined ? [] : await crossFit(crossed, context);
  if (blocks === undefined) return undefined;
  const weights = await refitWeights(fit.begin, fit.examples, fit.again, context);
  if (weights === undefined) return undefined;
  if (calibrateAgain === undefined) {
    return { joined: await sides.joinAgain(weights), ...before, notices: [] };
  }
  const calibrations = calibrationsOf(crossed, blocks);
  const joined = await sides.joinAgain(weights, calibrations);
  const predicted = blocks.map((block) => joinedBlock(block, joined, calibrations));
  const { part, held } = calibrateAgain(before.part, fit.data, predicted, sides.asked);
  // Encoders have learnt from the rows of all blocks but the first one.
  const notTrained = held.slice(0, 1);
  return { joined, part, notTrained, notices: [crossedNotice(predicted)] };
}

/** Calibrates each side by what its networks say of rows that they have not seen. */
function calibrationsOf(
  { data, again }: CrossedFit,
  blocks: readonly CrossedBlock[],
): FittedWide['calibrations'] {
  const { examples, logits } = together(
    blocks.map(({ examples, deep }) => ({ examples, logits: deep })),
  );
  const judges = { target: data.target, targets: targetsOf(data, examples) };
  const wide = blocks.flatMap(({ examples, wide }) =>
    wide === undefined ? [] : [{ examples, logits: wide }],
  );
  return {
    deep: calibrationOn(judges, logits, again.options.classWeights),
    wide: wide.length > 0 ? calibrationOn(judges, together(wide).logits) : undefined,
  };
}

/** Returns what both sides say together. */
function joinedBlock(
  { examples, deep, wide }: CrossedBlock,
  { network }: JoinedNetwork,
  calibrations: FittedWide['calibrations'],
): Predicted {
  if (wide === undefined || network.wide === undefined) return { examples, logits: deep };
  const own = calibrations.wide === undefined ? wide : applyCalibration(wide, calibrations.wide);
  return { examples, logits: pooled(network, deep, own) };
}

function crossedNotice(blocks: readonly Predicted[]): Notice {
  const rows = together(blocks).examples.length;
  const text = `What the refitted network says is calibrated, and its threshold chosen, by ${counted(rows, 'row')} in ${blocks.length} blocks, each judged by a network that was trained alike on the rows of the others.`;
  return { level: 'INFO', text };
}
