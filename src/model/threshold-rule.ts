/** Alerts are counted in these periods, longest first. */
export const SECONDS = { week: 604_800, day: 86_400, hour: 3600 } as const;

export type ThresholdRule =
  | { readonly kind: 'auto' }
  | { readonly kind: 'value'; readonly value: number }
  /** The threshold gives the highest F1. */
  | { readonly kind: 'f1' }
  /** At most this share of negatives may be taken for positives. */
  | { readonly kind: 'fpr'; readonly rate: number }
  /** The largest number of alerts, right or wrong. */
  | { readonly kind: 'alerts'; readonly count: number; readonly per: keyof typeof SECONDS };

/** A trained model can be asked for these: the threshold that F1 would choose is its own one. */
export type ScoreThreshold = Extract<ThresholdRule, { kind: 'value' | 'fpr' | 'alerts' }>;
