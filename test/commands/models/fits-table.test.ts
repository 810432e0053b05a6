import { describe, expect, it } from '@jest/globals';
import { epochRecord, fitRecord, known } from '../../../src/commands/models/fits-table.ts';
import type { LoggedEpoch, LoggedFit } from '../../../src/store/logged-fits.ts';

const START = Date.parse('2026-11-20T16:00:00.000Z');

const timeAt = (seconds: number): number => START + 1000 * seconds;

const epoch = (number: number, ended: number, more: Partial<LoggedEpoch> = {}): LoggedEpoch => ({
  epoch: number,
  loss: 0.5,
  validationLoss: 0.25,
  bestEpoch: 1,
  seconds: 2,
  ended: timeAt(ended),
  ...more,
});

/** A fit of ten epochs that trains since its tenth second. */
const fitOf = (more: Partial<LoggedFit> = {}): LoggedFit => ({
  pid: 7,
  sid: '1.2',
  user: 'ana',
  app: 'search',
  model: 'app:ddos',
  version: undefined,
  started: START,
  last: timeAt(10),
  phase: 'training',
  epochs: 10,
  trainingSince: timeAt(10),
  maxSeconds: 600,
  estimatedSeconds: 40,
  done: [],
  outcome: undefined,
  seconds: undefined,
  ...more,
});

describe('known', () => {
  it.each<[string, Partial<LoggedFit>, number | undefined, string]>([
    ['a process of the age of the fit', {}, 101, 'running'],
    ['a process a little younger, as clocks are set', {}, 96, 'running'],
    ['a younger process, which is another one', {}, 94, 'lost'],
    ['a process of unknown age', {}, Number.NaN, 'running'],
    ['no process', {}, undefined, 'lost'],
    ['no process, of a fit that has ended', { outcome: 'ok' }, undefined, 'ok'],
    ['a process, of a fit that was cancelled', { outcome: 'cancelled' }, 101, 'cancelled'],
  ])('%s', (_, more, age, outcome) => {
    const fit = fitOf(more);
    const surroundings = { now: timeAt(100), ageOf: () => age };
    expect(known(fit, surroundings)).toEqual({ fit, outcome });
  });
});

describe('the time left', () => {
  const cases: [string, Partial<LoggedFit>, number, string | undefined][] = [
    ['before an epoch: what was estimated', {}, 20, '30.0'],
    ['before an epoch, later than estimated', {}, 90, '0.0'],
    ['before an epoch, without an estimate', { estimatedSeconds: undefined }, 20, undefined],
    ['before an epoch, no more than the training may take', { maxSeconds: 15 }, 20, '5.0'],
    ['after an epoch: nine more', { done: [epoch(1, 14)] }, 14, '36.0'],
    ['within the next epoch', { done: [epoch(1, 14)] }, 15, '35.0'],
    ['by the mean epoch', { done: [epoch(1, 12), epoch(2, 18)] }, 18, '32.0'],
    ['no more than the training may take', { maxSeconds: 20, done: [epoch(1, 14)] }, 14, '16.0'],
    ['past the longest training', { maxSeconds: 20, done: [epoch(1, 14)] }, 99, '0.0'],
    ['without a longest training', { maxSeconds: undefined, done: [epoch(1, 14)] }, 14, '36.0'],
    ['after the last epoch', { done: [epoch(10, 50)] }, 51, '0.0'],
    ['epochs=auto: twenty as a rule', { epochs: 'auto', done: [epoch(5, 20)] }, 20, '30.0'],
    ['epochs=auto, after these', { epochs: 'auto', done: [epoch(20, 50)] }, 50, undefined],
    ['unknown epochs', { epochs: undefined }, 20, undefined],
    ['reading', { phase: 'reading', trainingSince: undefined }, 5, undefined],
    ['saving', { phase: 'saving', done: [epoch(10, 50)] }, 51, undefined],
  ];

  it.each(cases)('%s', (_, more, seconds, left) => {
    const record = fitRecord({ fit: fitOf(more), outcome: 'running' }, timeAt(seconds));
    expect(record['time_left']).toBe(left);
  });

  it.each(['lost', 'ok', 'error', 'cancelled'] as const)('is not shown where %s', (outcome) => {
    const fit = fitOf({ done: [epoch(1, 14)] });
    expect(fitRecord({ fit, outcome }, timeAt(14))['time_left']).toBeUndefined();
  });
});

describe('the elapsed time', () => {
  it.each([
    ['of a running fit lasts until now', 'running', undefined, '99.0'],
    ['of a lost one until its last line', 'lost', undefined, '10.0'],
    ['of one that has ended is as logged', 'ok', 12.34, '12.3'],
  ] as const)('%s', (_, outcome, seconds, elapsed) => {
    const fit = fitOf({ seconds });
    expect(fitRecord({ fit, outcome }, timeAt(99))['elapsed']).toBe(elapsed);
  });
});

describe('the row', () => {
  it('of a fit has the figures of its last epoch', () => {
    const done = [epoch(1, 12), epoch(2, 14, { loss: 0.4, validationLoss: undefined })];
    const fit = fitOf({ done, outcome: 'ok', version: 3, last: timeAt(20) });
    expect(fitRecord({ fit, outcome: 'ok' }, timeAt(99))).toEqual({
      started: '2026-11-20T16:00:00.000Z',
      model: 'app:ddos',
      phase: 'ended',
      epoch: 2,
      epochs: 10,
      loss: '0.4',
      validation_loss: '',
      best_epoch: 1,
      elapsed: '20.0',
      time_left: undefined,
      outcome: 'ok',
      user: 'ana',
      app: 'search',
      sid: '1.2',
      version: 3,
    });
  });

  it.each([
    ['the best one', 2, true],
    ['another one', 1, false],
    ['without a best one', undefined, undefined],
  ])('of an epoch: %s', (_, bestEpoch, best) => {
    const row = epochRecord(fitOf(), epoch(2, 14, { bestEpoch, loss: undefined }));
    const figures = { loss: '', validation_loss: '0.25' };
    expect(row).toEqual({ epoch: 2, ...figures, elapsed: '14.0', best, model: 'app:ddos' });
  });
});
