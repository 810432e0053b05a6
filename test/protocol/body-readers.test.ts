import { describe, expect, it } from '@jest/globals';
import { BodyReaders } from '../../src/protocol/body-readers.ts';
import { INDEXED, type RowKernel } from '../../src/results/row-kernel.ts';

/** A rowKernel that leaves all to TypeScript, and keeps how many bytes it has seen. */
function lazyKernel(): { readonly rowKernel: RowKernel; readonly seen: number[] } {
  const seen: number[] = [];
  const indexRows: RowKernel['indexRows'] = ({ length }) => {
    seen.push(length);
    return INDEXED.unusualRow;
  };
  return { seen, rowKernel: { indexRows, readDecimals: () => 0, scaleColumn: () => 0 } };
}

const body = Buffer.from('a,b\n1,2\n3,4\n');

describe('BodyReaders', () => {
  it('reads rows as they come, in TypeScript, where the command has no rowKernel', async () => {
    const bodies = new BodyReaders();
    bodies.choose = undefined;
    const reader = bodies.start(Buffer.from('a,b\n1\n3,4\n'));

    expect(() => reader.advance(7)).toThrow('Row 1 of the results has 1 values');
  });

  it('does not read until the command has chosen, which it does once', async () => {
    const { rowKernel, seen } = lazyKernel();
    const bodies = new BodyReaders();
    const { promise, resolve } = Promise.withResolvers<RowKernel>();
    let asked = 0;
    bodies.choose = async () => {
      asked++;
      return await promise;
    };
    const [first, second] = [bodies.start(body), bodies.start(body)];
    first.advance(8);
    expect(seen).toEqual([]);

    resolve(rowKernel);
    const block = await first.block();
    second.advance(8);

    expect([block?.rowCount, block?.rowKernel === rowKernel, asked]).toEqual([2, true, 1]);
    expect(seen).toEqual([12, 12, 8]);
  });

  it('gives a body that began before the command was known its rowKernel', async () => {
    const { rowKernel, seen } = lazyKernel();
    const bodies = new BodyReaders();
    const reader = bodies.start(body);
    reader.advance(8);
    bodies.choose = async () => rowKernel;

    expect((await reader.block())?.rowCount).toBe(2);
    expect(seen).toEqual([12, 12]);
  });

  it('does not ask the command for a body without bytes', async () => {
    const bodies = new BodyReaders();
    bodies.choose = () => {
      throw new Error('asked');
    };

    expect(await bodies.start(Buffer.alloc(0)).block()).toBeUndefined();
  });

  it('gives the error of the choice with the rows', async () => {
    const bodies = new BodyReaders();
    bodies.choose = async () => {
      throw new Error('no settings');
    };

    await expect(bodies.start(body).block()).rejects.toThrow('no settings');
  });
});
