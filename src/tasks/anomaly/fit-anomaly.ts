/**
 * Decides how a fit learns what comes next: the features are what is predicted, one row ahead.
 *
 * @module
 */

import { endedSequences } from '../../encode/rows/ended.ts';
import type { OrderedRows } from '../../model/examples.ts';
import { type FitSettings, judgesEnds, type SequenceOptions } from '../../model/fit-options.ts';
import { pauseEncoder } from '../../model/header.ts';
import { initialTarget } from '../../model/initial-model.ts';
import { counted, type Notice } from '../../notice.ts';
import { type TextField, textField } from '../../readings/characters/encoder.ts';
import { pausesOf } from '../../readings/rows/pause.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import type { EncodedTarget, FittedFields } from '../task.ts';
import { anomalyTarget, cutNotices, grownTarget } from './heads.ts';
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

/** The ends of fewer sequences do not tell what an end looks like. */
const FEWEST_ENDS = 20;

/** No field can give away what fields are predicted by. */
export function learnAnomaly(
  _: TaskPlan<'anomaly'>,
  { placed, training }: Pick<OrderedRows, 'placed' | 'training'>,
  settings: Pick<FitSettings, 'sequence' | 'initial'>,
): Learnt<'anomaly'> {
  const { sequence } = settings;
  const { gap = null } = sequence;
  const old = initialTarget(settings, 'anomaly');
  if (!judgesEnds(sequence)) return { known: undefined, ended: undefined, old, notices: [] };
  const ended = endedSequences(placed, { gap });
  const trains = new Set(training);
  const count = ended.filter((at) => trains.has(at)).length;
  const isEnough = count >= FEWEST_ENDS || old?.heads.at(-1)?.kind === 'end';
  return {
    known: undefined,
    old,
    ended: isEnough ? ended : undefined,
    notices: [isEnough ? endNotice(count) : fewEndsNotice(count, sequence)],
  };
}

function endNotice(count: number): Notice {
  const text = `That a sequence ends is predicted, too, as ${counted(count, 'training sequence')} did; end=false leaves it out.`;
  return { level: 'INFO', text };
}

function fewEndsNotice(count: number, { end }: Pick<SequenceOptions, 'end'>): Notice {
  const ended = `${counted(count, 'training sequence')} ended`;
  const text = `That a sequence ends is not predicted: ${ended}, and ${FEWEST_ENDS} are needed. Widen the time range, or use a shorter gap.`;
  return { level: end === true ? 'WARN' : 'INFO', text };
}

/** What comes next is a character of the same text, so that a row has no outcome of its own. */
function nextCharacters({ field, vocabulary }: TextField, rows: number): EncodedTarget<'anomaly'> {
  const heads = [{ kind: 'text', field, vocabulary } as const];
  return { target: { mode: 'anomaly', heads }, targets: new Float32Array(rows), notices: [] };
}

/** @throws UserError where there is nothing to predict */
export function encodeAnomaly(
  { ended, old }: Learnt<'anomaly'>,
  { placed }: OrderedRows,
  { encoder, outcomes, pauses }: FittedFields,
  results: SearchResults,
): EncodedTarget<'anomaly'> {
  if (encoder.kind === 'characters') return nextCharacters(textField(encoder), placed.rows.length);
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
