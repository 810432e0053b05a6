import { expect, it } from '@jest/globals';
import { nextCharacters } from '../../../src/tasks/anomaly/next-characters.ts';
import { textSurprises } from '../../../src/tasks/anomaly/text-surprises.ts';
import { engineOf, prepare, untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 40 }, (_, at): Row => {
    return { _time: at, text: `${'ab'.repeat(at % 3)}${at % 5}c` };
  }),
);
const TYPED = 'from text into m window=characters split=none';
const rest = { breathe: async (): Promise<void> => undefined };

it('the surprise of a text is the mean of its characters, and its place that of the oddest', async () => {
  const model = untrained(results, TYPED);
  const { sequences } = prepare(results, TYPED).data;
  const engine = engineOf(model);
  const { target, network } = model.header;
  if (target.mode !== 'anomaly') throw new Error('without a target there are anomalies');
  const samples = Int32Array.of(3, 0, 3, 7);

  const found = await textSurprises({ engine, target }, { sequences, samples }, rest);

  const next = nextCharacters(target, sequences);
  for (const [at, sample] of samples.entries()) {
    const [start = 0, count = 0] = [sequences.starts[sample], sequences.lengths[sample]];
    const outcomes = next.subarray(start, start + count);
    const logits = engine.predict(sequences, Int32Array.of(sample));
    const rows = Array.from({ length: count }, (_, row) => [
      ...logits.subarray(row * network.outputs, (row + 1) * network.outputs),
    ]);
    const bits = rows.map((row, character) => {
      const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return Math.log2(total) - (row[outcomes[character] ?? 0] ?? 0) / Math.LN2;
    });
    const oddest = bits.indexOf(Math.max(...bits));
    const odd = rows[oddest] ?? [];
    const best = [...odd.keys()].sort((a, b) => (odd[b] ?? 0) - (odd[a] ?? 0));

    expect(found.bits[at]).toBeCloseTo(bits.reduce((sum, one) => sum + one, 0) / count, 4);
    expect([...found.likeliest.subarray(3 * at, 3 * at + 3)]).toEqual(best.slice(0, 3));
    expect(best[(found.ranks[at] ?? 0) - 1]).toBe(outcomes[oddest]);
    const first = found.firsts[at] ?? 0;
    const excess = found.ofCharacters.subarray(first, first + count);
    expect(found.excess[at]).toBeCloseTo(excess.reduce((sum, one) => sum + one, 0) / count, 4);
  }
});
