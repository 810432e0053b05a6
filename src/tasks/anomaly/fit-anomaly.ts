/**
 * Decides how a fit learns what comes next: the features are what is predicted, one row ahead.
 *
 * @module
 */

import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { pauseEncoder } from '../../model/header.ts';
import { initialTarget } from '../../model/initial-model.ts';
import { type TextField, textField } from '../../readings/characters/encoder.ts';
import { pausesOf } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import type { EncodedTarget, FittedFields } from '../task.ts';
import { anomalyTarget, cutNotices, grownTarget } from './heads.ts';
import { foretellsEnds, keptEnds, learnEnds, quietNotice } from './learn-ends.ts';
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
  settings: Pick<FitSettings, 'sequence' | 'initial'>,
): Learnt<'anomaly'> {
  const { initial, sequence } = settings;
  const ends =
    initial === undefined ? learnEnds(rows, sequence) : keptEnds(rows, sequence, initial);
  return { known: undefined, old: initialTarget(settings, 'anomaly'), ...ends };
}

/** What comes next is a character of the same text, so that a row has no outcome of its own. */
function nextCharacters({ field, vocabulary }: TextField, rows: number): EncodedTarget<'anomaly'> {
  const heads = [{ kind: 'text', field, vocabulary } as const];
  return { target: { mode: 'anomaly', heads }, targets: new Float32Array(rows), notices: [] };
}

/** @throws UserError where there is nothing to predict */
export function encodeAnomaly(
  learnt: Learnt<'anomaly'>,
  rows: OrderedRows,
  fields: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  const { encoder } = fields;
  const { placed, training } = rows;
  if (encoder.kind === 'characters') return nextCharacters(textField(encoder), placed.rows.length);
  const encoded = encodeFields(learnt, placed, fields, results);
  const { ended, old, quiet } = learnt;
  if (ended === undefined || quiet === undefined) return encoded;
  const { target, targets } = encoded;
  if (old === undefined && !foretellsEnds(target, { outcomes: targets, rows: training })) {
    return encodeFields({ ended: undefined, old }, placed, fields, results);
  }
  const notices = [...encoded.notices, quietNotice(rows, ended, quiet)];
  return { ...encoded, sequence: { end: true, quiet }, notices };
}

/** Encodes fields, and ends where they are predicted. */
function encodeFields(
  { ended, old }: Pick<Learnt<'anomaly'>, 'ended' | 'old'>,
  placed: OrderedRows['placed'],
  { encoder, outcomes, pauses }: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  const predicted = pauseEncoder({ encoder }) && pauses;
  const target =
    old === undefined
      ? anomalyTarget(outcomes, { pauses: predicted, hasEnds: ended !== undefined })
      : grownTarget(old, outcomes, predicted);
  const { times } = placed;
  const ends = new Set(ended);
  const { outcomes: targets, beyond } = encodeOutcomes(target, results, placed.rows, {
    pauses: times === undefined ? [] : pausesOf(placed, times),
    isEnd: (at) => ends.has(at),
  });
  return { target, targets, beyond, notices: cutNotices(target, outcomes) };
}
