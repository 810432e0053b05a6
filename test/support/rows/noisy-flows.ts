/**
 * Invents results in which no field tells the class for sure; the same call gives the same rows.
 *
 * @module
 */

import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { START, STEP } from './sample-flows.ts';

const FIELDS = ['_time', 'src', 'bytes', 'packets', 'label'];
const SOURCES = 5;

/** The bytes of attacks lie this many standard deviations above those of the others. */
const DISTANCE = 1.5;

/** This share of the labels of `mixedFlows` is wrong. */
const WRONG = 0.05;

/**
 * Makes flows of which a share are attacks, which have more bytes as a rule; `packets` is independent of
 * the class.
 */
export function noisyFlows(count: number, share = 0.3, seed = 1): Table {
  const random = createRandom(seed);
  return flowsOf(count, random, () => {
    const isAttack = random.uniform() < share;
    const bytes = random.normal() + (isAttack ? DISTANCE : 0);
    return { isAttack, bytes, packets: random.normal() };
  });
}

/**
 * Makes flows. Attacks are those with either many bytes or many packets, but for a few: no sum of the
 * two fields separates them, which a logistic regression would need.
 */
export function mixedFlows(count: number, seed = 1): Table {
  const random = createRandom(seed);
  return flowsOf(count, random, () => {
    const [bytes, packets] = [random.normal(), random.normal()];
    const isWrong = random.uniform() < WRONG;
    return { isAttack: (bytes > 0 !== packets > 0) !== isWrong, bytes, packets };
  });
}

interface Flow {
  readonly isAttack: boolean;
  readonly bytes: number;
  readonly packets: number;
}

function flowsOf(count: number, random: Random, next: () => Flow): Table {
  const rows = Array.from({ length: count }, (_, row) => {
    const { isAttack, bytes, packets } = next();
    return [
      String(START + STEP * row),
      `10.0.0.${1 + random.integer(SOURCES)}`,
      String(Math.round(1000 * (bytes + 10))),
      String(Math.round(1000 * (packets + 10))),
      isAttack ? 'attack' : 'benign',
    ];
  });
  return { fields: FIELDS, rows };
}
