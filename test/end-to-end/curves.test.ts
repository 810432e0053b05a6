import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cell, NO_RESULTS, toRecords } from '../../tools/local-splunk/table.ts';
import { olderModels } from '../support/models/older-models.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import { flows, START, TINY } from '../support/rows/sample-flows.ts';

// What a model of classes did on held-out rows is kept with it, agrees with its figures and with the rows
// themselves, and is shown by `| lstmmodels … show=curves` and `show=classes`.

type Records = Record<string, Cell>[];

let head: SearchHead;
let scored: Records;

const QUICK = 'window=1 units=4 epochs=5 learning_rate=0.01 test=0';

beforeAll(async () => {
  head = await SearchHead.start();
  const fit = `lstmfit label from bytes into m ${QUICK} output=predictions as x`;
  scored = await head.records(fit, noisyFlows(2000));
  await head.run(`lstmfit kind from bytes proto src into kinds ${TINY} test=0.2`, flows(400));
  await head.run(`lstmfit load from bytes into load ${TINY}`, flows());
});

afterAll(() => head.close());

/** Each table is shown once, as no test before the last ones changes a model. */
const show = async (words: string): Promise<Records> =>
  toRecords((await head.once(`| lstmmodels ${words}`, NO_RESULTS)).table);

const figure = async (model: string, name: string): Promise<number> => {
  const facts = await show(`${model} show=search`);
  return Number(facts.find((fact) => fact['name'] === name)?.['value']);
};

const numbers = (records: Records, name: string): number[] =>
  records.map((record) => Number(record[name]));

describe('show=classes', () => {
  it('counts the held-out rows by class and by predicted class', async () => {
    const held = scored.filter((row) => row['x_set'] === 'validation');
    const count = (label: string, called: string): string =>
      String(held.filter((row) => row['label'] === label && row['x'] === called).length);
    const classes = await show('m show=classes');
    expect(classes.map((row) => row['class'])).toEqual(['benign', 'attack']);
    for (const row of classes) {
      const { class: label = '' } = row as { class?: string };
      expect(row).toMatchObject({
        set: 'validation',
        support: String(held.filter((one) => one['label'] === label).length),
        'predicted(benign)': count(label, 'benign'),
        'predicted(attack)': count(label, 'attack'),
      });
    }
    expect(Number(classes[1]?.['f1'])).toBeCloseTo(await figure('m', 'val_f1'), 6);
    expect(Number(classes[1]?.['recall'])).toBeCloseTo(await figure('m', 'val_recall'), 6);
  });

  it('has the figures whose means are those of more classes, which the summary has too', async () => {
    const classes = await show('kinds show=classes');
    expect(classes).toHaveLength(3);
    expect(classes.map((row) => row['set'])).toEqual(['test', 'test', 'test']);
    const mean = numbers(classes, 'f1').reduce((sum, value) => sum + value / 3, 0);
    expect(mean).toBeCloseTo(await figure('kinds', 'test_f1'), 6);
    const fit = `lstmfit kind from bytes proto src into other ${TINY} test=0.2 output=summary`;
    const [summary] = toRecords((await head.run(fit, flows(400))).table);
    for (const row of classes) {
      expect(summary).toMatchObject({
        [`test_precision(${row['class']})`]: row['precision'],
        [`test_recall(${row['class']})`]: row['recall'],
        [`test_f1(${row['class']})`]: row['f1'],
        [`test_support(${row['class']})`]: row['support'],
      });
    }
  });
});

describe('show=curves', () => {
  const curve = async (model: string, name: string): Promise<Records> =>
    (await show(`${model} show=curves`)).filter((row) => row['curve'] === name);

  it('has a ROC curve from corner to corner with the area of the figures', async () => {
    const roc = await curve('m', 'roc');
    expect(roc.length).toBeGreaterThan(50);
    expect(roc.length).toBeLessThanOrEqual(102);
    const [x, y] = [numbers(roc, 'fpr'), numbers(roc, 'recall')];
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
    const area = x.reduce((sum, at, index) => {
      const before = index === 0 ? 0 : index - 1;
      return sum + ((at - (x[before] ?? 0)) * ((y[index] ?? 0) + (y[before] ?? 0))) / 2;
    }, 0);
    expect(Math.abs(area - (await figure('m', 'val_roc_auc')))).toBeLessThan(0.002);
  });

  it('has the threshold of the model among its points, with the figures of the model', async () => {
    for (const name of ['roc', 'pr', 'threshold']) {
      const chosen = (await curve('m', name)).filter((row) => row['chosen'] === 'true');
      expect(chosen).toHaveLength(1);
      expect(Number(chosen[0]?.['recall'])).toBeCloseTo(await figure('m', 'val_recall'), 6);
    }
    const [chosen] = (await curve('m', 'threshold')).filter((row) => row['chosen'] === 'true');
    expect(Number(chosen?.['precision'])).toBeCloseTo(await figure('m', 'val_precision'), 6);
    expect(Number(chosen?.['fpr'])).toBeCloseTo(await figure('m', 'val_fpr'), 6);
    const held = scored.filter((row) => row['x_set'] === 'validation');
    const times = held.map((row) => Number(row['_time']));
    const days = (Math.max(...times) - Math.min(...times)) / 86_400;
    expect(Math.min(...times)).toBeGreaterThan(START);
    const alerts = held.filter((row) => row['x'] === 'attack').length;
    expect(Number(chosen?.['alerts_per_day'])).toBeCloseTo(alerts / days, 1);
  });

  it('has calibration in ten groups of all rows', async () => {
    const groups = await curve('m', 'calibration');
    const held = scored.filter((row) => row['x_set'] === 'validation');
    const rows = numbers(groups, 'rows');
    expect(groups.length).toBeLessThanOrEqual(10);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(held.length);
    const attacks = numbers(groups, 'observed').reduce(
      (sum, share, at) => sum + share * (rows[at] ?? 0),
      0,
    );
    expect(Math.round(attacks)).toBe(held.filter((row) => row['label'] === 'attack').length);
    const mean = numbers(groups, 'probability');
    expect(mean).toEqual(mean.toSorted((a, b) => a - b));
  });

  it('has each of more classes against the rest, and no chosen threshold', async () => {
    const rows = await show('kinds show=curves');
    expect(new Set(rows.map((row) => row['class']))).toEqual(new Set(['dns', 'scan', 'web']));
    expect(rows.filter((row) => row['chosen'] === 'true')).toEqual([]);
    expect(rows.filter((row) => row['class'] === 'web').length).toBeLessThan(140);
  });
});

describe('a model without them', () => {
  it('is of another kind', async () => {
    const { messages, table } = await head.run('| lstmmodels load show=curves', NO_RESULTS);
    expect(table.rows).toEqual([]);
    expect(messages).toEqual([
      [
        'INFO',
        'show=curves is of models of classes, and this one predicts a number: see show=search for its figures.',
      ],
    ]);
  });

  it('is of an older release', async () => {
    const [older] = olderModels;
    writeFileSync(head.pathOf(head.modelFile('kinds')), older?.file ?? '');
    const { messages, table } = await head.run('| lstmmodels kinds show=classes', NO_RESULTS);
    expect(table.rows).toEqual([]);
    expect(messages).toEqual([
      [
        'INFO',
        'Version 1 was trained by a release that did not keep what show=classes shows: train it again.',
      ],
    ]);
  });
});
