/**
 * Fits and applies models of names with the built app, as splunkd would run it.
 *
 * @module
 */
import { runSearch } from '../../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { APP } from '../../process/our-commands.ts';

export interface TextScores {
  /** The probability of `dga` of each scored row. */
  readonly probabilities: readonly number[];
  /** The seconds of the fit and of the scoring, from the launch to the last byte. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

export interface AskedFit {
  readonly seed: number;
  readonly isCut: boolean;
  /** More options of `lstmfit`, such as `wide=false`. */
  readonly options: string;
}

export class TextFits {
  readonly #splunkd: Splunkd;

  private constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  static async start(): Promise<TextFits> {
    return new TextFits(await Splunkd.start(['lstm_toolkit']));
  }

  async close(): Promise<void> {
    await this.#splunkd.close();
  }

  /**
   * Fits with all defaults but the seed and the options, and scores other rows.
   *
   * @param asked.isCut - whether only what stands before the top-level domain is read
   */
  async scores(train: Table, test: Table, asked: AskedFit): Promise<TextScores> {
    const { seed, isCut, options } = asked;
    const [cut, field] = isCut ? ['`lstm_domain_label(query)` | ', 'domain_label'] : ['', 'query'];
    const words = `label from ${field} into names seed=${seed} ${options}`;
    const fit = await this.#timed(`${cut}lstmfit ${words} output=summary`, train);
    const scored = await this.#timed(`${cut}lstmscore names`, test);
    const column = 'probability(label=dga)';
    return {
      probabilities: toRecords(scored.table).map((row) => Number(row[column])),
      fitSeconds: fit.seconds,
      scoreSeconds: scored.seconds,
    };
  }

  async #timed(search: string, input: Table): Promise<{ table: Table; seconds: number }> {
    const started = performance.now();
    const { table } = await runSearch(search, { splunkd: this.#splunkd, appFolder: APP, input });
    return { table, seconds: (performance.now() - started) / 1000 };
  }
}
