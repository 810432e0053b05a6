/**
 * Fits and applies models of `mode=anomaly` with the built app, as splunkd would run it.
 *
 * @module
 */
import { runSearch, type SearchResult } from '../../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { APP } from '../../process/our-commands.ts';
import { column } from './count-scores.ts';

export interface AnomalyScores {
  /** The score of each row; NaN for rows without one. */
  readonly scores: readonly number[];
  readonly isAnomaly: readonly boolean[];
  /** The seconds of the fit and of the scoring, from the launch to the last byte. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

export class AnomalyFits {
  readonly #splunkd: Splunkd;

  private constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  static async start(): Promise<AnomalyFits> {
    return new AnomalyFits(await Splunkd.start(['lstm_toolkit']));
  }

  async close(): Promise<void> {
    await this.#splunkd.close();
  }

  async fit(training: Table, words: string): Promise<number> {
    const { seconds } = await this.#timed(`lstmfit ${words} output=summary`, training);
    return seconds;
  }

  async score(table: Table, words: string): Promise<Omit<AnomalyScores, 'fitSeconds'>> {
    const { result, seconds } = await this.#timed(`lstmscore ${words}`, table);
    const texts = column(result.table, 'anomaly_score');
    return {
      scores: texts.map((text) => (text === '' ? Number.NaN : Number(text))),
      isAnomaly: column(result.table, 'is_anomaly').map((text) => text === 'true'),
      scoreSeconds: seconds,
    };
  }

  async search(
    search: string,
    table: Table,
  ): Promise<{ readonly table: Table; readonly seconds: number }> {
    const { result, seconds } = await this.#timed(search, table);
    return { table: result.table, seconds };
  }

  async #timed(
    search: string,
    input: Table,
  ): Promise<{ readonly result: SearchResult; readonly seconds: number }> {
    const started = performance.now();
    const result = await runSearch(search, { splunkd: this.#splunkd, appFolder: APP, input });
    return { result, seconds: (performance.now() - started) / 1000 };
  }
}
