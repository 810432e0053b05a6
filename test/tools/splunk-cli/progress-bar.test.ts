import { describe, expect, it } from '@jest/globals';
import { ProgressBar } from '../../../tools/splunk-cli/progress-bar.ts';

/** Returns what a bar wrote, each drawing on its own. */
function drawn(isTTY: boolean, use: (bar: ProgressBar) => void): string[] {
  const texts: string[] = [];
  use(new ProgressBar({ isTTY, write: (text) => texts.push(text) }));
  return texts;
}

describe('a progress bar', () => {
  it('shows the share that is done and the bytes received, in one line', () => {
    const texts = drawn(true, (bar) => {
      bar.advance(0.5);
      bar.receive(1_500_000);
      bar.receive(1_000_000);
      bar.clear();
    });

    const half = `${'█'.repeat(15)}${'░'.repeat(15)}  50 %`;
    expect(texts.slice(0, 3)).toEqual([
      `\r${half}  0.0 MB received\x1b[K`,
      `\r${half}  1.5 MB received\x1b[K`,
      `\r${half}  2.5 MB received\x1b[K`,
    ]);
    expect(texts[3]).toBe('\r\x1b[K');
  });

  it.each([
    [-1, '0 %'],
    [1, '100 %'],
    [7, '100 %'],
  ])('%d is %s', (done, percent) => {
    expect(drawn(true, (bar) => bar.advance(done))[0]).toContain(` ${percent}  `);
  });

  it('writes nothing where there is no terminal, and clears nothing that was not drawn', () => {
    expect(drawn(false, (bar) => bar.advance(0.5))).toEqual([]);
    expect(drawn(true, (bar) => bar.clear())).toEqual([]);
  });
});
