/**
 * Fits flows with the built app, driven through the protocol as splunkd would.
 *
 * @module
 */
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Cell, type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { APP } from '../process/our-commands.ts';
import { POSITIVE, TARGET, TIME } from './data-sets.ts';
import type { Verdict } from './figures.ts';

/** This share of the examples is used for no training and for no choice. */
const TEST = 0.1;

export type SetName = 'train' | 'validation' | 'test';

export interface FitOptions {
  readonly window: 'fields' | number;
  readonly split: 'time' | 'random';
  readonly seed: number;
}

export interface Predictions {
  /** The set of each row: one of `SetName`, or `none`. */
  readonly sets: readonly string[];
  readonly verdictsOf: (set: SetName) => readonly Verdict[];
  /** The seconds of the whole search, from the launch to the last byte. */
  readonly seconds: number;
}

/** A row as an object; null fields are missing. */
export type Summary = Readonly<Record<string, Cell>>;

export class Fits {
  readonly #splunkd: Splunkd;

  private constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  static async start(): Promise<Fits> {
    return new Fits(await Splunkd.start(['lstm_toolkit']));
  }

  async close(): Promise<void> {
    await this.#splunkd.close();
  }

  /** Returns what a fit predicts for the rows. */
  async predictions(flows: Table, options: FitOptions): Promise<Predictions> {
    const started = performance.now();
    const { fields, rows } = await this.#run(flows, options, 'predictions');
    const seconds = (performance.now() - started) / 1000;
    const columnOf = (field: string): readonly Cell[] => {
      const column = fields.indexOf(field);
      if (column < 0) throw new Error(`output=predictions has no field "${field}"`);
      return rows.map((row) => row[column] ?? '');
    };
    const [labels, predicted] = [columnOf(TARGET), columnOf(`predicted(${TARGET})`)];
    const probabilities = columnOf(`probability(${TARGET}=${POSITIVE})`);
    const sets = columnOf(`set(${TARGET})`).map(String);
    const verdicts = labels.map((label, row) => ({
      isPositive: label === POSITIVE,
      isPredicted: predicted[row] === POSITIVE,
      probability: Number(probabilities[row]),
    }));
    const verdictsOf = (set: SetName): Verdict[] => verdicts.filter((_, row) => sets[row] === set);
    return { sets, verdictsOf, seconds };
  }

  /** Returns the summary of the same fit. */
  async summary(flows: Table, options: FitOptions): Promise<Summary> {
    const [summary] = toRecords(await this.#run(flows, options, 'summary'));
    if (summary === undefined) throw new Error('output=summary has no row');
    return summary;
  }

  async #run(flows: Table, options: FitOptions, output: string): Promise<Table> {
    const { window, split, seed } = options;
    const search = [
      `lstmfit ${TARGET} from * into quality time=${TIME}`,
      `window=${window} split=${split} test=${TEST} seed=${seed} output=${output}`,
    ].join(' ');
    const run = { splunkd: this.#splunkd, appFolder: APP, input: flows };
    const { table } = await runSearch(search, run);
    return table;
  }
}
