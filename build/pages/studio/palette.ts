/**
 * Holds the few colours of all pages. Each has a contrast of at least 3 to 1 against both white and
 * Splunk's dark background, and blue and orange stay apart for readers who confuse red and green.
 * A colour never says something alone: a word stands beside it.
 */
export const palette = {
  /** What the model predicts, and whatever stands alone. */
  blue: '#2F8FD8',
  /** What really was, and what is compared with the model. */
  orange: '#C9731A',
  /** All is well. */
  green: '#1F9D6B',
  /** A problem, an alert, an anomaly. */
  red: '#D64550',
  /** What is only there for comparison: bounds, budgets, chance. */
  grey: '#858B94',
  /** A third series, where two are not enough. */
  purple: '#8C6BC8',
} as const;

/** The order in which series get their colours. */
export const seriesColors: readonly string[] = [
  palette.blue,
  palette.orange,
  palette.purple,
  palette.green,
  palette.grey,
  palette.red,
];

/** Text on a cell of one of these colours is white; both themes show the same cell. */
export const textOnColor = '#FFFFFF';

/** One rule of a colour: the cells whose text is `match` get `value`. */
export interface MatchRule {
  readonly match: string;
  readonly value: string;
}

/** One rule of a colour: the numbers from `from` (included) to `to` (excluded) get `value`. */
export interface RangeRule {
  readonly from?: number;
  readonly to?: number;
  readonly value: string;
}

/** The colours of states, of outcomes of fits, and of yes and no where yes is good. */
export const stateColors: readonly MatchRule[] = [
  { match: 'ok', value: palette.green },
  { match: 'warning', value: palette.orange },
  { match: 'problem', value: palette.red },
  { match: 'running', value: palette.blue },
  { match: 'error', value: palette.red },
  { match: 'lost', value: palette.orange },
  { match: 'cancelled', value: palette.grey },
];
