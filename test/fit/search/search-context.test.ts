import { describe, expect, it } from '@jest/globals';
import { withEngines, withShareOfTime } from '../../../src/fit/search/search-context.ts';
import type { StopReason } from '../../../src/model/record.ts';
import type { Engine } from '../../../src/network/engine.ts';
import type { NetworkSpec } from '../../../src/network/network-spec.ts';

describe('withShareOfTime', () => {
  it('ends a training after its share of what is left, and when the job is finalized', () => {
    let time = 100;
    let reason: StopReason | undefined;
    const context = { breathe: async () => undefined, now: () => time, stop: () => reason };
    const { stop } = withShareOfTime({ ...context, deadline: 300 }, 0.25);

    expect(stop()).toBeUndefined();
    time = 149;
    expect(stop()).toBeUndefined();
    time = 150;
    expect(stop()).toBe('time');
    reason = 'finalized';
    expect(stop()).toBe('finalized');
  });
});

describe('withEngines', () => {
  const engineThat = (close: () => void): Engine =>
    ({ close: async () => close() }) as unknown as Engine;
  const network = {} as NetworkSpec;

  it.each(['ends', 'fails'])('closes all engines when the work %s', async (how) => {
    let open = 0;
    const create = async (): Promise<Engine> => {
      open++;
      return engineThat(() => open--);
    };

    const work = withEngines(create, async (make) => {
      for (let count = 0; count < 2; count++) await make(network, new Float32Array(0));
      if (how === 'fails') throw new Error('failed');
      return open;
    });

    if (how === 'fails') await expect(work).rejects.toThrow('failed');
    else expect(await work).toBe(2);
    expect(open).toBe(0);
  });
});
