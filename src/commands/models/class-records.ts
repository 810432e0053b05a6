/**
 * Lists what a model of classes did on held-out rows: `lstmmodels … show=classes` and `show=curves`.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { classFigures } from '../../evaluate/class-figures.ts';
import { evaluationOf, type ModelHeader } from '../../model/header.ts';
import type { ClassCurve, ClassEvaluation } from '../../model/record.ts';
import { classesOf } from '../../model/target.ts';
import { floatText } from '../tables/float-text.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { wordsOf } from '../tasks/words.ts';

const DAY_SECONDS = 86_400;

export function classRecords(header: ModelHeader, evaluation: ClassEvaluation): TableRecord[] {
  const classes = classesOf(header.target);
  return classFigures(classes, evaluation).map((figures) => ({
    class: figures.name,
    precision: floatText(figures.precision),
    recall: floatText(figures.recall),
    f1: floatText(figures.f1),
    support: figures.support,
    ...Object.fromEntries(
      classes.map((name, at) => [`predicted(${name})`, figures.predicted[at] ?? 0]),
    ),
    set: evaluation.set,
  }));
}

export function curveRecords(header: ModelHeader, evaluation: ClassEvaluation): TableRecord[] {
  const classes = classesOf(header.target);
  return evaluation.curves.flatMap((curve) => {
    const common = { set: evaluation.set, class: classes[curve.class] };
    return [...pointRecords(curve, evaluation, header.threshold), ...calibrationRecords(curve)].map(
      ({ curve: name, ...cells }) => ({ ...NONE, curve: name, ...common, ...cells }),
    );
  });
}

/** Every row has all columns, in this order. */
const NONE: TableRecord = Object.fromEntries(
  'curve set class threshold fpr recall precision f1 alerts_per_day chosen probability observed rows'
    .split(' ')
    .map((name) => [name, undefined]),
);

/** A point with the counts of rows that its threshold calls. */
interface Point {
  readonly threshold: number;
  readonly hits: number;
  readonly others: number;
}

function pointRecords(
  { thresholds, positives, negatives }: ClassCurve,
  { seconds }: ClassEvaluation,
  chosen: number | null,
): TableRecord[] {
  const [all, rest] = [positives.at(-1) ?? 0, negatives.at(-1) ?? 0];
  const points = thresholds.map((threshold, at): Point => {
    return { threshold, hits: positives[at] ?? 0, others: negatives[at] ?? 0 };
  });
  const called = points.filter(({ hits, others }) => hits + others > 0);
  const shares = ({ threshold, hits, others }: Point): Record<string, string> => ({
    threshold: floatText(threshold),
    fpr: floatText(others / rest),
    recall: floatText(hits / all),
    precision: floatText(hits / (hits + others)),
    f1: floatText((2 * hits) / (hits + others + all)),
    alerts_per_day: seconds ? floatText(((hits + others) * DAY_SECONDS) / seconds) : '',
  });
  const isChosen = (point: Point): { chosen: boolean } => ({ chosen: point.threshold === chosen });
  const select = (curve: string, point: Point, names: readonly string[]): TableRecord => {
    const cells = shares(point);
    const kept = names.map((name) => [name, cells[name]]);
    return { curve, ...Object.fromEntries(kept), ...isChosen(point) };
  };
  // No row is called above all thresholds: there the ROC curve begins.
  return [
    { curve: 'roc', fpr: '0', recall: '0', chosen: false },
    ...called.map((point) => select('roc', point, ['threshold', 'fpr', 'recall'])),
    ...called.map((point) => select('pr', point, ['threshold', 'recall', 'precision'])),
    ...points.toReversed().map((point) => select('threshold', point, OF_THRESHOLD)),
  ];
}

const OF_THRESHOLD = ['threshold', 'fpr', 'recall', 'precision', 'f1', 'alerts_per_day'];

function calibrationRecords({ calibration }: ClassCurve): TableRecord[] {
  const { probabilities, positives, rows } = calibration;
  return probabilities.map((probability, at) => ({
    curve: 'calibration',
    probability: floatText(probability),
    observed: floatText((positives[at] ?? 0) / (rows[at] ?? 0)),
    rows: rows[at],
  }));
}

/**
 * Returns what a model of classes keeps of its held-out rows; `undefined` for one of an older release.
 *
 * @throws UserError for a model without classes
 */
export function requiredEvaluation(header: ModelHeader, show: string): ClassEvaluation | undefined {
  const { target } = header;
  if (target.mode === 'classify') return evaluationOf(header);
  throw new UserError(
    `show=${show} is of models of classes, and this one ${wordsOf(target).kind(target)}: see show=search for its figures.`,
  );
}
