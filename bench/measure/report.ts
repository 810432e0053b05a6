/**
 * Prints the tables of the bench, in Markdown, row by row as they are measured.
 *
 * @module
 */
import type { Figure } from './in-turn.ts';

/** How a figure is written, and whether the larger or the smaller of two is better. */
export interface Unit {
  readonly name: string;
  readonly isMoreBetter: boolean;
  readonly digits: number;
}

export const SECONDS: Unit = { name: 's', isMoreBetter: false, digits: 2 };
export const MILLISECONDS: Unit = { name: 'ms', isMoreBetter: false, digits: 0 };
export const ROWS_PER_SECOND: Unit = { name: 'rows/s', isMoreBetter: true, digits: 0 };
export const GFLOPS: Unit = { name: 'GFLOPS', isMoreBetter: true, digits: 1 };
export const MEGABYTES: Unit = { name: 'MB', isMoreBetter: false, digits: 0 };

export interface Peer {
  readonly name: string;
  readonly figure: Figure;
}

const COLUMNS = ['part', 'what', 'ours', 'peer', 'its figure', 'ratio'];

export class Report {
  #isBegun = false;

  /** Prints a pair of figures; the columns of an absent peer stay empty. */
  pair(part: string, what: string, unit: Unit, ours: Figure, peer?: Peer): void {
    const theirs = peer === undefined ? '' : textOf(peer.figure, unit);
    const ratio = peer === undefined ? '' : ratioOf(ours.value, peer.figure.value, unit);
    this.#row([part, what, textOf(ours, unit), peer?.name ?? '', theirs, ratio]);
  }

  /** Prints the largest resident memory of the pair's processes. */
  memory(what: string, ours: Figure, peer?: Peer): void {
    const megabytes = (figure: Figure): Figure => ({
      value: (figure.peakKilobytes ?? Number.NaN) / 1024,
      spread: 0,
      peakKilobytes: undefined,
    });
    const theirs = peer && { name: peer.name, figure: megabytes(peer.figure) };
    this.pair('memory', what, MEGABYTES, megabytes(ours), theirs);
  }

  /** Prints that a peer could not be measured. */
  missing(part: string, what: string, peer: string, reason: string): void {
    this.#row([part, what, '', peer, `not measured: ${reason}`, '']);
  }

  /** Prints a separate table; the main one must be complete. */
  table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): void {
    this.#isBegun = false;
    console.log(`\n${title}\n`);
    for (const line of [columns, columns.map(() => '---'), ...rows]) console.log(lineOf(line));
  }

  #row(cells: readonly string[]): void {
    if (!this.#isBegun) {
      console.log(`\n${lineOf(COLUMNS)}\n${lineOf(COLUMNS.map(() => '---'))}`);
    }
    this.#isBegun = true;
    console.log(lineOf(cells));
  }
}

/** Returns a ratio that is above 1 where ours is better, whatever the unit. */
function ratioOf(ours: number, theirs: number, { isMoreBetter }: Unit): string {
  return (isMoreBetter ? ours / theirs : theirs / ours).toFixed(2);
}

function textOf({ value, spread }: Figure, { name, digits }: Unit): string {
  const percent = Math.round(spread * 100);
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${name}${percent > 0 ? ` ± ${percent} %` : ''}`;
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
