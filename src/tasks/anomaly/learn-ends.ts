/**
 * Learns which sequences have ended, and whether that is predicted.
 *
 * @module
 */

import { quantile } from '../../encode/field/quantile.ts';
import { endedSequences, momentsOf } from '../../encode/rows/ended.ts';
import { short, thousands } from '../../errors.ts';
import { type AnomalyTarget, ENDS, headSize } from '../../model/anomaly-target.ts';
import type { OrderedRows } from '../../model/examples.ts';
import { judgesEnds, type SequenceOptions } from '../../model/fit-options.ts';
import type { InitialModel } from '../../model/initial-model.ts';
import { counted, type Notice } from '../../notice.ts';
import type { Learnt } from '../learnt.ts';
import { type CountedRows, mutualInformation } from './evidence/field-tree.ts';

/** The least ends to learn from. */
const FEWEST_ENDS = 20;

/** An entity is over when it has been quiet for longer than this share of the pauses within entities. */
const USUAL_PAUSES = 0.99;

/** Entities are of a kind that ends, as jobs do and hosts do not, if at least this share of them is over. */
const OVER = 0.2;

/**
 * A field must take away this share of the uncertainty of ends: of blocks that end with a deletion it took 0.38, of
 * processes that may stop at any call 0.01.
 */
const LEAST_FORETOLD = 0.1;

type Rows = Pick<OrderedRows, 'placed' | 'training'>;
type LearntEnds = Pick<Learnt<'anomaly'>, 'ended' | 'quiet' | 'notices'>;

const NO_ENDS: LearntEnds = { ended: undefined, notices: [] };

export function learnEnds(rows: Rows, options: SequenceOptions): LearntEnds {
  const { gap = null, end, by } = options;
  if (judgesEnds(options)) {
    const ended = endedSequences(rows.placed, { gap, time: null });
    const count = countEnded(rows, ended);
    const isEnough = count >= FEWEST_ENDS;
    const notice = isEnough ? endNotice(count) : fewEndsNotice(count, options);
    return { ended: isEnough ? ended : undefined, notices: [notice] };
  }
  if (end !== 'auto' || by.length === 0) return NO_ENDS;
  const quiet = usualPause(rows.placed);
  if (quiet === undefined) return NO_ENDS;
  const ended = endedSequences(rows.placed, { gap, quiet, time: null });
  const count = countEnded(rows, ended);
  if (count < FEWEST_ENDS || ended.length < OVER * rows.placed.entityCount) return NO_ENDS;
  return { ended, quiet, notices: [] };
}

/** A model that is continued predicts ends if it did before, whatever these rows are like. */
export function keptEnds(
  rows: Rows,
  options: SequenceOptions,
  { header: { target, sequence } }: InitialModel,
): LearntEnds {
  if (target.mode !== 'anomaly' || target.heads.at(-1)?.kind !== 'end') return NO_ENDS;
  const { gap = null } = options;
  const { quiet } = sequence;
  const ended = endedSequences(rows.placed, { gap, quiet, time: null });
  const notices = quiet === undefined ? [endNotice(countEnded(rows, ended))] : [];
  return { ended, quiet, notices };
}

/**
 * Tells whether a value of the last row predicts that an entity ends, as "deleted" may: whether it takes away
 * some of the uncertainty of ends, H(end), by its mutual information with them. Ends that come at any row tell nothing
 * of an entity but how long it is.
 *
 * @see H. Theil, "On the estimation of relationships involving qualitative variables", American Journal of
 *   Sociology 76, 1970: the uncertainty coefficient
 * @param examples - training rows, and what all rows have, `[rows, heads]`
 */
export function foretellsEnds({ heads }: AnomalyTarget, examples: CountedRows): boolean {
  const sizes = heads.map(headSize);
  const end = heads.findIndex(({ kind }) => kind === 'end');
  const { outcomes, rows } = examples;
  const ends = rows.filter((row) => outcomes[row * heads.length + end] === ENDS).length;
  const share = ends / rows.length;
  const uncertainty = -share * Math.log(share) - (1 - share) * Math.log1p(-share);
  return heads.some(
    (_, head) =>
      head !== end &&
      mutualInformation(examples, sizes, [head, end]) > LEAST_FORETOLD * uncertainty,
  );
}

function countEnded({ training }: Rows, ended: Int32Array): number {
  const trains = new Set(training);
  return ended.filter((at) => trains.has(at)).length;
}

/** Returns a pause that few within entities exceed; `undefined` where no entity has two rows. */
function usualPause(placed: Rows['placed']): number | undefined {
  const momentOf = momentsOf(placed);
  const pauses = placed.begins
    .map((_, at) => at)
    .filter((at) => placed.begins[at] !== at)
    .values()
    .map((at) => momentOf(at) - momentOf(at - 1));
  const ascending = Float64Array.from(pauses).sort();
  return ascending.length === 0 ? undefined : quantile(ascending, USUAL_PAUSES);
}

/** @param ended - positions of the last rows of sequences */
export function quietNotice(rows: Rows, ended: Int32Array, quiet: number): Notice {
  const silence =
    rows.placed.times === undefined
      ? `${counted(Math.round(quiet), 'row')} of others came`
      : `${short(quiet)} seconds passed`;
  const text = `That an entity ends is predicted, too, as ${thousands(countEnded(rows, ended))} training entities did: it is over when more than ${silence} without a row of it, as in ${Math.round(100 * (1 - USUAL_PAUSES))} % of the pauses; end=false leaves it out.`;
  return { level: 'INFO', text };
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
