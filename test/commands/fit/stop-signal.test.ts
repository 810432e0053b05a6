import { describe, expect, it } from '@jest/globals';
import { stopSignal } from '../../../src/commands/fit/stop-signal.ts';

/** Makes a clock and a dispatch folder. */
function world(): { time: number; isFinalized: boolean; looks: string[] } {
  return { time: 1000, isFinalized: false, looks: [] };
}

function signal(state: ReturnType<typeof world>, dispatchDir = '/dispatch/1'): () => unknown {
  const exists = (path: string): boolean => {
    state.looks.push(path);
    return state.isFinalized;
  };
  return stopSignal({ elapsed: () => state.time, exists }, { dispatchDir }, 2);
}

describe('stopSignal', () => {
  it('stops at the time limit, and not before', () => {
    const state = world();
    const stop = signal(state);
    state.time += 1999;

    expect(stop()).toBeUndefined();
    state.time += 1;
    expect(stop()).toBe('time');
  });

  it("stops when the job's folder holds a file finalize", () => {
    const state = world();
    const stop = signal(state);

    expect(stop()).toBeUndefined();
    state.isFinalized = true;
    state.time += 300;
    expect(stop()).toBe('finalized');
    expect(state.looks).toEqual(['/dispatch/1/finalize', '/dispatch/1/finalize']);
  });

  it('looks four times a second, not after each update', () => {
    const state = world();
    const stop = signal(state);
    for (let update = 0; update < 1000; update++) {
      state.time++;
      stop();
    }

    expect(state.looks).toHaveLength(4);
  });

  it('reads no file without a dispatch folder', () => {
    const state = world();

    expect(signal(state, '')()).toBeUndefined();
    expect(state.looks).toEqual([]);
  });
});
