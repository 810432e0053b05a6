/**
 * Decides how a fit learns what comes next: the features are what is predicted, one row ahead.
 *
 * @module
 */

import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { pauseEncoder } from '../../model/header.ts';
import { type TextField, textField } from '../../readings/characters/encoder.ts';
import { pausesOf } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import type { EncodedTarget, FittedFields } from '../task.ts';
import { anomalyTarget, cutNotices } from './heads.ts';
import { foretellsEnds, learnEnds, quietNotice } from './learn-ends.ts';
import { encodeOutcomes } from './outcomes.ts';

/** `window=auto` gives this window. */
const ANOMALY_WINDOW = 10;

export function planAnomaly(): TaskPlan<'anomaly'> {
  return {
    mode: 'anomaly',
    window: ANOMALY_WINDOW,
    // The network reads the rows of the window but the last, which is predicted; a first row has the begin.
    reach: (window) => ({ rows: window - 1, lead: 1, hasBegin: true }),
    hasTarget: () => true,
    targetStarts: () => undefined,
    refuseRows: () => undefined,
    notices: [],
  };
}

/** No field can give away what fields are predicted by. */
export function learnAnomaly(
  _: TaskPlan<'anomaly'>,
  rows: Pick<OrderedRows, 'placed' | 'training'>,
  { sequence }: Pick<FitSettings, 'sequence'>,
): Learnt<'anomaly'> {
  return { known: undefined, ...learnEnds(rows, sequence) };
}

/** What comes next is a character of the same text, so that a row has no outcome of its own. */
function nextCharacters({ field, vocabulary }: TextField, rows: number): EncodedTarget<'anomaly'> {
  const heads = [{ kind: 'text', field, vocabulary } as const];
  return { target: { mode: 'anomaly', heads }, targets: new Float32Array(rows), notices: [] };
}

/** @throws UserError where there is nothing to predict */
export function encodeAnomaly(
  { ended, quiet }: Learnt<'anomaly'>,
  rows: OrderedRows,
  fields: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  const { encoder } = fields;
  const { placed, training } = rows;
  if (encoder.kind === 'characters') return nextCharacters(textField(encoder), placed.rows.length);
  const encoded = encodeFields(ended, placed, fields, results);
  if (ended === undefined || quiet === undefined) return encoded;
  const { target, targets } = encoded;
  if (!foretellsEnds(target, { outcomes: targets, rows: training })) {
    return encodeFields(undefined, placed, fields, results);
  }
  const notices = [...encoded.notices, quietNotice(rows, ended, quiet)];
  return { ...encoded, sequence: { end: true, quiet }, notices };
}

/** @param ended - positions of the last rows of sequences, where ends are predicted */
function encodeFields(
  ended: Int32Array | undefined,
  placed: OrderedRows['placed'],
  { encoder, outcomes, pauses }: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  const target = anomalyTarget(outcomes, {
    pauses: pauseEncoder({ encoder }) && pauses,
    hasEnds: ended !== undefined,
  });
  const { times } = placed;
  const ends = new Set(ended);
  const { outcomes: targets, beyond } = encodeOutcomes(target, results, placed.rows, {
    pauses: times === undefined ? [] : pausesOf(placed, times),
    isEnd: (at) => ends.has(at),
  });
  return { target, targets, beyond, notices: cutNotices(target, outcomes) };
}
