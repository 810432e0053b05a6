import { describe, expect, it } from '@jest/globals';
import { guardMemory } from '../../../src/commands/run/memory-guard.ts';
import { UserError } from '../../../src/errors.ts';

describe('guardMemory', () => {
  const guarded = (megabytes: number, times: number[] = [0]) => {
    let looks = 0;
    const breath = async (): Promise<void> => undefined;
    const environment = guardMemory(
      {
        breathe: breath,
        breatheInFit: breath,
        elapsed: () => times.shift() ?? 0,
        residentBytes: () => {
          looks++;
          return megabytes * 2 ** 20;
        },
      },
      () => 300,
    );
    return { environment, looks: () => looks };
  };

  it('ends a search that has taken too much', async () => {
    const { environment } = guarded(301);
    const sentence =
      'This search has taken 301 MB, more than max_memory_mb=300 of lstm_toolkit.conf: use fewer rows, fields or units, or ask an administrator to raise it.';

    await expect(environment.breathe()).rejects.toThrow(new UserError(sentence));
    await expect(guarded(301).environment.breatheInFit()).rejects.toThrow(sentence);
  });

  it('reads the memory only now and then, because each reading takes time', async () => {
    const { environment, looks } = guarded(300, [0, 10, 49, 60]);

    for (let breaths = 0; breaths < 4; breaths++) await environment.breathe();

    expect(looks()).toBe(2);
  });
});
