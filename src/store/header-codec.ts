/**
 * Converts headers from and to the form of the model file: one object for all modes, whose mode is that
 * of the target.
 *
 * @module
 */

import type { ModelHeader } from '../model/header.ts';
import type { FileHeader } from '../model/header-schema.ts';
import type { Target } from '../model/target.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { taskOf } from '../tasks/table.ts';
import { codecOf } from './task-codecs.ts';

/**
 * Returns the header of the file, whose keys stay in this order. What a mode does not have is left out.
 */
export function fileHeader(header: ModelHeader): FileHeader {
  const { sequence, policies, encoder, target, network, threshold } = header;
  const { typical, drift, training } = header;
  const parts = codecOf(header).toFile(header);
  const first = { sequence, policies, encoder, target, network, threshold };
  return { ...first, ...parts, typical, drift, training };
}

/**
 * @param damaged - makes the error for a file that lacks what its mode cannot score without
 * @throws the error that `damaged` makes
 */
export function modelHeader(file: FileHeader, damaged: (why: string) => Error): ModelHeader {
  const { target, threshold, calibration, curve, evaluation, ...rest } = file;
  const { anomaly, evidence, forecast, ...all } = rest;
  const parts = { threshold, calibration, curve, evaluation, anomaly, evidence, forecast };
  const network = withOutputs(all.network, target);
  return { ...all, network, ...codecOf(target).fromFile(target, parts, damaged) };
}

/** Files of texts without a target did not say where their network has outputs, which the target tells. */
function withOutputs(network: NetworkSpec, target: Target): NetworkSpec {
  const { outputsAt } = taskOf(target).output(target);
  return outputsAt === undefined ? network : { ...network, outputsAt };
}
