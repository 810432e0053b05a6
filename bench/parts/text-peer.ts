/**
 * Peers that read the same names: each trains and scores on one thread, in a process of its own.
 *
 * @module
 */
import type { Sample } from '../measure/in-turn.ts';
import { PeerProcess } from '../process/peer-process.ts';

interface TextPeerKind {
  readonly name: string;
  readonly script: string;
  /** Rates do not depend on how many names are trained on and scored, so that a slow peer gets fewer. */
  readonly trained: number;
  readonly scored: number;
}

export const TEXT_PEERS: readonly TextPeerKind[] = [
  { name: 'Keras', script: 'text_keras.py', trained: 10_000, scored: 20_000 },
  { name: 'scikit-learn', script: 'text_sklearn.py', trained: 46_800, scored: 58_500 },
];

export class TextPeer {
  readonly name: string;
  readonly #process: PeerProcess;

  private constructor(name: string, process: PeerProcess) {
    this.name = name;
    this.#process = process;
  }

  /** @param names - the path of a CSV file with the columns `query` and `label` */
  static async start({ name, script, ...sizes }: TextPeerKind, names: string): Promise<TextPeer> {
    const process = new PeerProcess(script, { names, ...sizes });
    await process.answer();
    await process.answer();
    const peer = new TextPeer(name, process);
    await peer.run('train');
    return peer;
  }

  /** Returns names per second, by the clock and by processor time. */
  async run(task: 'train' | 'score'): Promise<Sample> {
    const { rows, seconds, processorSeconds } = await this.#process.ask(task);
    const names = Number(rows);
    return { value: names / Number(seconds), processor: names / Number(processorSeconds) };
  }

  async end(): Promise<void> {
    await this.#process.end();
  }
}
