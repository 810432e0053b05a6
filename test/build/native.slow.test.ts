import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nativeFile } from '../support/kernel/native-kernels.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lstm-native-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

(nativeFile === undefined ? describe.skip : describe)('the build of the native kernel', () => {
  it('gives the same bytes from another folder, with nothing compiled before', async () => {
    const { compileKernel } = await import(join(root, 'build/native-kernel.mjs'));
    const sources = join(folder, 'some other folder');
    cpSync(join(root, 'src/kernel/native'), sources, { recursive: true });
    const out = join(folder, 'kernel.node');

    await compileKernel(sources, out);

    expect(readFileSync(out).equals(readFileSync(nativeFile ?? ''))).toBe(true);
    expect(readFileSync(out).length).toBeLessThan(220_000);
  });

  it('leaves no path of the machine in the kernel', () => {
    const text = readFileSync(nativeFile ?? '', 'latin1');

    expect(text).not.toContain(root);
    expect(text).not.toContain('node_modules');
  });
});
