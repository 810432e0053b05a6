/**
 * Says for each mode which parts of a header the file has beside those of all models, and how many bytes
 * of them come about only by training: the compiler holds the table complete.
 *
 * @module
 */

import { MOST_CURVES } from '../evaluate/class-curves.ts';
import type { Mode, TargetOf, TaskPart } from '../model/header.ts';
import type { FileHeader } from '../model/header-schema.ts';

/** The file has these parts of one mode each. */
type FileParts = Pick<
  FileHeader,
  'calibration' | 'anomaly' | 'evidence' | 'forecast' | 'curve' | 'evaluation'
>;

interface TaskCodec<M extends Mode> {
  /** Returns the parts in the order that the file has them. */
  toFile(part: TaskPart<M>): FileParts;
  /**
   * @param damaged - makes the error for a file that lacks what its mode cannot score without
   * @throws the error that `damaged` makes
   */
  fromFile(
    target: TargetOf<M>,
    file: FileParts & Pick<FileHeader, 'threshold'>,
    damaged: (why: string) => Error,
  ): TaskPart<M>;
  /** Estimates the bytes of what training adds. */
  bytesToCome(target: TargetOf<M>): number;
}

/** The record of a forecast whose file has none. */
const NO_RECORD = { intervals: [], period: null, step: null } as const;
/** The ranks of one field's surprises take this many bytes. */
const RANK_TABLE_BYTES = 4096;
/** What is counted of rows beside a network takes at most about this many bytes. */
const EVIDENCE_BYTES = 100_000;
/** The statistics of stretches of all lengths together take this many bytes. */
const ENTITY_BYTES = 24_576;
/** The curves of two classes, which are twice those of one of more, and a count of the confusion table, take this many bytes. */
const CURVE_BYTES = 3072;
const COUNT_BYTES = 6;
/** The interval of one step of a forecast takes this many bytes. */
const INTERVAL_BYTES = 80;

const codecs: { readonly [M in Mode]: TaskCodec<M> } = {
  classify: {
    toFile: ({ calibration, curve, evaluation }) => ({ calibration, curve, evaluation }),
    fromFile: (target, { calibration, threshold, curve, evaluation }) => {
      return { mode: 'classify', target, calibration, threshold, curve, evaluation };
    },
    bytesToCome: ({ classes: { length } }) =>
      (length === 2 ? 1 : Math.min(length, MOST_CURVES) / 2) * CURVE_BYTES +
      length ** 2 * COUNT_BYTES,
  },
  regress: {
    toFile: () => ({}),
    fromFile: (target) => ({ mode: 'regress', target, threshold: null }),
    bytesToCome: () => 0,
  },
  forecast: {
    toFile: ({ forecast }) => ({ forecast }),
    fromFile: (target, { forecast = NO_RECORD, threshold }) => {
      return { mode: 'forecast', target, threshold, forecast };
    },
    bytesToCome: ({ horizon }) => horizon * INTERVAL_BYTES + RANK_TABLE_BYTES,
  },
  anomaly: {
    toFile: ({ anomaly, evidence }) => ({ anomaly, evidence }),
    fromFile: (target, { anomaly, evidence, threshold }, damaged) => {
      if (anomaly === undefined) throw damaged('its ranks do not fit its fields');
      if (threshold === null) throw damaged('its anomaly scores have no threshold');
      return { mode: 'anomaly', target, anomaly, evidence, threshold };
    },
    // There is a table for each head, three for the heads together, one for trends, and those of evidence and entities.
    bytesToCome: ({ heads }) =>
      (heads.length + 8) * RANK_TABLE_BYTES + EVIDENCE_BYTES + ENTITY_BYTES,
  },
};

/** @param one - a header, or a target */
export function codecOf<M extends Mode>({ mode }: { readonly mode: M }): TaskCodec<M> {
  return codecs[mode];
}
