/**
 * Decides how a fit learns what comes next: the features are what is predicted, one row ahead.
 *
 * @module
 */

import type { OrderedRows } from '../../model/examples.ts';
import { pauseEncoder } from '../../model/header.ts';
import { type TextField, textField } from '../../readings/characters/encoder.ts';
import { pausesOf } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import type { EncodedTarget, FittedFields } from '../task.ts';
import { anomalyTarget, cutNotices } from './heads.ts';
import { encodeOutcomes } from './outcomes.ts';

/** `window=auto` gives this window. */
const ANOMALY_WINDOW = 10;

export function planAnomaly(): TaskPlan<'anomaly'> {
  return {
    mode: 'anomaly',
    window: ANOMALY_WINDOW,
    // The network reads the rows of the window but the last, which is predicted.
    reach: (window) => ({ rows: window - 1, lead: 1 }),
    hasTarget: () => true,
    targetStarts: () => undefined,
    refuseRows: () => undefined,
    fewRemedy:
      'a row is predicted from the rows before it, so an entity needs at least 2. Name a field after by that more rows share, widen the time range, or relax min_rows, gap or stride.',
    notices: [],
  };
}

/** No field can give away what fields are predicted by. */
export function learnAnomaly(): Learnt<'anomaly'> {
  return { known: undefined, notices: [] };
}

/** What comes next is a character of the same text, so that a row has no outcome of its own. */
function nextCharacters({ field, vocabulary }: TextField, rows: number): EncodedTarget<'anomaly'> {
  const heads = [{ kind: 'text', field, vocabulary } as const];
  return { target: { mode: 'anomaly', heads }, targets: new Float32Array(rows), notices: [] };
}

/** @throws UserError where there is nothing to predict */
export function encodeAnomaly(
  _: Learnt<'anomaly'>,
  { placed }: OrderedRows,
  { encoder, outcomes, pauses }: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  if (encoder.kind === 'characters') return nextCharacters(textField(encoder), placed.rows.length);
  const target = anomalyTarget(outcomes, pauseEncoder({ encoder }) && pauses);
  const { times } = placed;
  const before = times === undefined ? [] : pausesOf(placed, times);
  const came = encodeOutcomes(target, results, placed.rows, before);
  const { outcomes: targets, beyond } = came;
  return { target, targets, beyond, notices: cutNotices(target, outcomes) };
}
