/**
 * Measures fits and scoring of domain names on one thread: whole processes, and an epoch, by the clock and by
 * processor time.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random, shuffle } from '../../src/random.ts';
import { makeBenignName } from '../../tools/demo/domains/benign.ts';
import { FAMILIES } from '../../tools/demo/domains/families.ts';
import { takeNew } from '../../tools/demo/domains/lists.ts';
import { chunksOf } from '../data/chunks.ts';
import { type Figure, inTurn, type Sample } from '../measure/in-turn.ts';
import { type Report, SECONDS, type Unit } from '../measure/report.ts';
import type { PeerEnvironment } from '../peers/environment.ts';
import { OurCommands } from '../process/our-commands.ts';
import { sampleOf } from './jobs.ts';
import { TEXT_PEERS, TextPeer } from './text-peer.ts';

const OF_A_FAMILY = 925;
const BENIGN = 40_000;

/** A fit validates on this share of the names, and trains on the others. */
const VALIDATED = 0.2;

const FIT = 'lstmfit label from query into names window=characters threads=1';

/** Fits with these epochs differ by two whole ones. */
const [FEW, MANY] = [1, 3];

const NAMES_PER_SECOND: Unit = { name: 'names/s', isMoreBetter: true, digits: 0 };
const MODEL_MEGABYTES: Unit = { name: 'MB', isMoreBetter: false, digits: 2 };

type Task = 'train' | 'score';

const SAID: Readonly<Record<Task, string>> = {
  train: 'train an epoch, names validated beside',
  score: 'score, whole processes',
};

export async function measureText(
  report: Report,
  peers: PeerEnvironment | undefined,
): Promise<void> {
  const commands = await OurCommands.start();
  const lines = makeNames(createRandom(0));
  const others = peers === undefined ? [] : await startPeers(lines);
  try {
    const names = chunksOf(['query', 'label'], lines);
    const run = async (search: string): Promise<Sample> => {
      return sampleOf(await commands.run(search, names));
    };
    const what = `fit ${lines.length.toLocaleString('en')} names, all defaults`;
    const [fit] = await inTurn([() => run(FIT)]);
    if (fit === undefined) return;
    report.pair('text', what, SECONDS, fit);
    report.memory(what, fit);
    const megabytes = { ...fit, value: commands.modelBytes('names') / 1e6, spread: 0 };
    report.pair('text', 'file of the model', MODEL_MEGABYTES, megabytes);
    const tasks: Record<Task, () => Promise<Sample>> = {
      train: () => epoch(run, lines.length),
      score: async () => rateOf(await run('lstmscore names threads=1'), lines.length),
    };
    for (const task of ['train', 'score'] as const) {
      const sides = [tasks[task], ...others.map((peer) => () => peer.run(task))];
      const [ours, ...theirs] = await inTurn(sides);
      if (ours !== undefined) reportTask(report, task, ours, nameFigures(others, theirs));
    }
  } finally {
    for (const peer of others) await peer.end();
    await commands.close();
  }
}

/** Returns the names a second that training takes, by two whole epochs, which validate too. */
async function epoch(run: (search: string) => Promise<Sample>, names: number): Promise<Sample> {
  const [few, many] = [FEW, MANY].map((epochs) => `${FIT} epochs=${epochs} patience=0`) as [
    string,
    string,
  ];
  const [short, long] = [await run(few), await run(many)];
  const per = (least = Number.NaN, most = Number.NaN): number => (most - least) / (MANY - FEW);
  const one = {
    value: per(short.value, long.value),
    processor: per(short.processor, long.processor),
  };
  return rateOf(one, (1 - VALIDATED) * names);
}

/** Turns seconds into names a second. */
function rateOf({ value, processor = Number.NaN }: Sample, names: number): Sample {
  return { value: names / value, processor: names / processor };
}

interface NamedFigure {
  readonly name: string;
  readonly figure: Figure;
}

function nameFigures(peers: readonly TextPeer[], figures: readonly Figure[]): NamedFigure[] {
  return peers.flatMap(({ name }, at) => {
    const figure = figures[at];
    return figure === undefined ? [] : [{ name, figure }];
  });
}

function reportTask(
  report: Report,
  task: Task,
  ours: Figure,
  theirs: readonly NamedFigure[],
): void {
  const byProcessor = (figure: Figure): Figure => {
    return { ...figure, value: figure.processor ?? Number.NaN, spread: 0 };
  };
  const clocks = [
    ['', (figure: Figure) => figure],
    [', processor time', byProcessor],
  ] as const;
  for (const [clock, of] of clocks) {
    const what = `${SAID[task]}${clock}`;
    if (theirs.length === 0) report.pair('text', what, NAMES_PER_SECOND, of(ours));
    for (const { name, figure } of theirs) {
      const peer = { name, figure: of(figure) };
      report.pair('text', what, NAMES_PER_SECOND, of(ours), peer);
    }
  }
}

/** Starts the peers on the names, which they read from a file. */
async function startPeers(lines: readonly string[]): Promise<TextPeer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'names.csv');
  writeFileSync(file, `query,label\n${lines.join('')}`);
  try {
    const peers: TextPeer[] = [];
    for (const kind of TEXT_PEERS) peers.push(await TextPeer.start(kind, file));
    return peers;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes lines of names as in docs/text.md: benign ones, and those of all families, in a random order. */
function makeNames(random: Random): string[] {
  const day = { year: 2019, month: 3, day: 4 };
  const lines = [
    ...Array.from({ length: BENIGN }, () => `${makeBenignName(random)}.example,benign\n`),
    ...FAMILIES.flatMap(({ names }) =>
      takeNew(names(day), OF_A_FAMILY).map((name) => `${name}.example,dga\n`),
    ),
  ];
  const order = Int32Array.from(lines.keys());
  shuffle(order, random);
  return Array.from(order, (at) => lines[at] as string);
}
