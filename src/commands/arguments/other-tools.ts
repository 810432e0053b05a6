/**
 * Answers what people type out of habit from MLTK, DSDL, Keras and scikit-learn: what it is called here, or why it is
 * not needed.
 *
 * @module
 */

import { spellOption } from './spell.ts';

/** Returns the rest of the error for an option that this app does not have, from the value that was typed. */
export type Advice = (value: string) => string;

export type OtherOptions = Readonly<Record<string, Advice>>;

/** Advises an option of ours that takes the same value. */
const isCalled =
  (name: string): Advice =>
  (value) =>
    ` Write ${spellOption(name, value)}.`;

/** Advises the same for several names. */
function calls(name: string, others: string): OtherOptions {
  return Object.fromEntries(others.split(' ').map((other) => [other, isCalled(name)]));
}

const says =
  (sentence: string): Advice =>
  () =>
    ` ${sentence}`;

function widths(value: string): string {
  const numbers = value.match(/\d+/g) ?? [];
  return ` Write units=${numbers.length > 1 ? `"${numbers.join(',')}"` : (numbers[0] ?? '64')}.`;
}

function layers(value: string): string {
  const count = Math.min(8, Math.max(1, Number.parseInt(value, 10) || 1));
  const units = Array.from({ length: count }, () => 32).join(',');
  return ` Layers are stacked by the widths that units names: write units=${count > 1 ? `"${units}"` : units}.`;
}

function earlyStopping(value: string): string {
  return /^(?:f|0|n)/i.test(value)
    ? ' Write patience=0.'
    : ' Training stops early by default: leave it out, or say patience=6.';
}

const PROBABILITIES = says(
  'lstmscore gives the probability of the positive class always, and of every class with probabilities=true.',
);

/** The words of other tools that stand where options of `lstmfit` do. */
export const OTHER_FIT_OPTIONS: OtherOptions = {
  ...calls('seed', 'random_state random_seed'),
  ...calls('learning_rate', 'lr eta learning_rate_init initial_learning_rate'),
  ...calls('epochs', 'n_epochs num_epochs max_epochs nb_epoch max_iter iterations n_iter'),
  ...calls('batch_size', 'batch batchsize'),
  ...calls('window', 'lookback look_back timesteps time_steps n_steps seq_len sequence_length'),
  ...calls('window', 'window_size window_length'),
  ...calls('horizon', 'forecast_k prediction_length n_ahead'),
  ...calls('validation', 'validation_split validation_fraction'),
  ...calls('test', 'test_size test_fraction holdback'),
  ...calls('unseen', 'unseen_value'),
  ...calls('optimizer', 'solver optimiser'),
  ...calls('clip', 'clipnorm max_grad_norm global_clipnorm'),
  ...calls('mode', 'task'),
  ...calls('dropout', 'dropout_rate'),
  ...calls('patience', 'n_iter_no_change early_stopping_patience'),
  ...calls('positive', 'pos_label positive_class'),
  ...calls('class_weight', 'class_weights'),
  ...calls('max_time', 'max_fit_time'),
  hidden: widths,
  hidden_size: widths,
  hidden_units: widths,
  hidden_layer_sizes: widths,
  n_units: widths,
  layers,
  n_layers: layers,
  num_layers: layers,
  early_stopping: earlyStopping,
  probabilities: PROBABILITIES,
  probability: PROBABILITIES,
  partial_fit: says(
    'A fit starts anew each time. Retrain on a longer time range, and keep the better model with replace=better.',
  ),
  warm_start: says(
    'A fit starts anew each time. Retrain on a longer time range, and keep the better model with replace=better.',
  ),
  apply: says(
    'lstmfit returns no predictions unless output=predictions is said: leave it out, and score with | lstmscore <model>.',
  ),
  kfold_cv: says(
    'Rows are split once, by time: write validation=0.2 test=0.1, and repeat the fit with another seed= to see how far figures vary.',
  ),
  cv: says(
    'Rows are split once, by time: write validation=0.2 test=0.1, and repeat the fit with another seed= to see how far figures vary.',
  ),
  sample_count: says(
    'Rows are never sampled, because that would leave holes in time. Write max_rows=<n> for the newest n rows.',
  ),
  sample_seed: says('Rows are never sampled: leave it out. seed=<n> starts the random numbers.'),
  shuffle: says('Rows are split by time. Write split=random to split them by lot.'),
  loss: says('The loss follows from what is predicted: leave it out, or say mode=.'),
  metrics: says('All figures are always given: leave it out.'),
  verbose: says('Progress is in | lstmmodels show=fits: leave it out.'),
  activation: says('The LSTM is that of Keras, with tanh and sigmoid: leave it out.'),
  return_sequences: says('Layers are stacked by units="64,32": leave it out.'),
  recurrent_dropout: says('There is dropout behind each layer: write dropout=0.2.'),
  algorithm: says('Every model here is an LSTM: leave it out.'),
  algo: says('Every model here is an LSTM: leave it out.'),
};

/** The words of other tools that stand where options of `lstmscore` do. */
export const OTHER_SCORE_OPTIONS: OtherOptions = {
  ...calls('probabilities', 'probability predict_proba'),
  ...calls('threshold', 'cutoff'),
  ...calls('future', 'forecast_k'),
  window: says('The window is kept in the model: leave it out.'),
  unseen: says('What becomes of unseen values is kept in the model: say unseen= in lstmfit.'),
  unseen_value: says('What becomes of unseen values is kept in the model: say unseen= in lstmfit.'),
  output: says('lstmscore returns the rows with predictions: leave it out.'),
};
