/**
 * Measures fits and scoring of domain names: whole processes on one thread, and an epoch.
 *
 * @module
 */
import { createRandom, type Random, shuffle } from '../../src/random.ts';
import { makeBenignName } from '../../tools/demo/domains/benign.ts';
import { FAMILIES } from '../../tools/demo/domains/families.ts';
import { takeNew } from '../../tools/demo/domains/lists.ts';
import { type Chunks, chunksOf } from '../data/chunks.ts';
import { type Figure, inTurn } from '../measure/in-turn.ts';
import { type Report, ROWS_PER_SECOND, SECONDS } from '../measure/report.ts';
import { OurCommands } from '../process/our-commands.ts';
import { sampleOf } from './jobs.ts';

const OF_A_FAMILY = 925;
const BENIGN = 40_000;

const FIT = 'lstmfit label from query into names window=characters threads=1';

/** Fits with these epochs differ by two whole ones. */
const [FEW, MANY] = [1, 3];

export async function measureText(report: Report): Promise<void> {
  const commands = await OurCommands.start();
  try {
    const names = makeNames(createRandom(0));
    const count = names.rows.toLocaleString('en');
    const timed = (search: string) => async () => sampleOf(await commands.run(search, names));
    const epochs = (some: number) => timed(`${FIT} epochs=${some} patience=0 refit=false`);
    const [few, many, fit] = await inTurn([epochs(FEW), epochs(MANY), timed(FIT)]);
    const [score] = await inTurn([timed('lstmscore names threads=1')]);
    if (few === undefined || many === undefined || fit === undefined || score === undefined) return;
    report.pair('text', `fit ${count} names, all defaults`, SECONDS, fit);
    report.memory(`fit ${count} names, all defaults`, fit);
    const epoch = { ...many, value: (many.value - few.value) / (MANY - FEW) };
    report.pair('text', 'an epoch, validation included', ROWS_PER_SECOND, speed(names, epoch));
    report.pair('text', `score ${count} names`, ROWS_PER_SECOND, speed(names, score));
    report.memory(`score ${count} names`, score);
  } finally {
    await commands.close();
  }
}

/** Returns how many names a second a figure in seconds is. */
function speed({ rows }: Chunks, figure: Figure): Figure {
  return { ...figure, value: rows / figure.value };
}

/** Makes names as in docs/text.md: benign ones, and those of all families, in a random order. */
function makeNames(random: Random): Chunks {
  const day = { year: 2019, month: 3, day: 4 };
  const lines = [
    ...Array.from({ length: BENIGN }, () => `${makeBenignName(random)}.example,benign\n`),
    ...FAMILIES.flatMap(({ names }) =>
      takeNew(names(day), OF_A_FAMILY).map((name) => `${name}.example,dga\n`),
    ),
  ];
  const order = Int32Array.from(lines.keys());
  shuffle(order, random);
  const shuffled = Array.from(order, (at) => lines[at] as string);
  return chunksOf(['query', 'label'], shuffled);
}
