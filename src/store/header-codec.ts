/**
 * Converts headers from and to the form of the model file: one object for all modes, whose mode is that
 * of the target.
 *
 * @module
 */

import type { ModelHeader } from '../model/header.ts';
import type { FileHeader } from '../model/header-schema.ts';

/**
 * Returns the header of the file, whose keys stay in this order. What a mode does not have is left out.
 */
export function fileHeader(header: ModelHeader): FileHeader {
  const { sequence, policies, encoder, target, network, threshold } = header;
  const { typical, drift, training } = header;
  return {
    sequence,
    policies,
    encoder,
    target,
    network,
    threshold,
    calibration: header.mode === 'classify' ? header.calibration : undefined,
    anomaly: header.mode === 'anomaly' ? header.anomaly : undefined,
    forecast: header.mode === 'forecast' ? header.forecast : undefined,
    curve: header.mode === 'classify' ? header.curve : undefined,
    typical,
    drift,
    training,
  };
}

/** The record of a forecast whose file has none. */
const NO_RECORD = { intervals: [], period: null, step: null } as const;

/**
 * @param damaged - makes the error for a file that lacks what its mode cannot score without
 * @throws the error that `damaged` makes
 */
export function modelHeader(file: FileHeader, damaged: (why: string) => Error): ModelHeader {
  const { target, threshold, calibration, curve, anomaly, forecast = NO_RECORD, ...all } = file;
  switch (target.mode) {
    case 'classify':
      return { ...all, mode: 'classify', target, calibration, threshold, curve };
    case 'regress':
      return { ...all, mode: 'regress', target, threshold: null };
    case 'forecast':
      return { ...all, mode: 'forecast', target, threshold: null, forecast };
    case 'anomaly':
      if (anomaly === undefined) throw damaged('its ranks do not fit its fields');
      if (threshold === null) throw damaged('its anomaly scores have no threshold');
      return { ...all, mode: 'anomaly', target, anomaly, threshold };
  }
}
