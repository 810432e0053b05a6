import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { NativeFile } from '../src/native-file.ts';
import { builtKernels, nativeFile } from './support/kernel/native-kernels.ts';

const folder = mkdtempSync(join(tmpdir(), 'lstm-native-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns what a file gives, and the reasons that were told. */
function look(file: string) {
  const reasons: string[] = [];
  const native = new NativeFile(file, (reason) => reasons.push(reason));
  const kernel = native.fastest();
  // A second engine asks again, and nothing is told twice.
  expect(native.fastest()).toBe(kernel);
  return { kernel, reasons };
}

/** Writes a file of these bytes, each under a name of its own. */
function fileOf(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const refused = (reason: string) => ({
  kernel: undefined,
  reasons: [expect.stringContaining(`The native kernel cannot be loaded: ${reason}`)],
});

describe('the native kernel of an installation', () => {
  it('is none where the file is missing', () => {
    expect(look(join(folder, 'missing.node'))).toEqual({
      kernel: undefined,
      reasons: ['The package was made without the native kernel.'],
    });
  });

  it('is none where the file is something else', () => {
    expect(look(fileOf('empty.node', Buffer.alloc(0)))).toEqual(refused('it is no library'));
    expect(look(fileOf('text.node', Buffer.alloc(200, 'text ')))).toEqual(
      refused('it is no library'),
    );
  });

  it('is none where it is no file, and a pipe is not waited for', () => {
    const pipe = join(folder, 'pipe.node');
    execFileSync('mkfifo', [pipe]);
    expect(look(pipe)).toEqual(refused('it is no file'));
    expect(look(folder)).toEqual(refused('it is no file'));
  });
});

(nativeFile === undefined ? describe.skip : describe)('a native kernel that was built', () => {
  const whole = readFileSync(nativeFile ?? import.meta.filename);

  it('is the fastest that the processor has', () => {
    expect(look(nativeFile ?? '')).toEqual({ kernel: builtKernels[0], reasons: [] });
  });

  it('is none where the file was cut short, wherever that is', () => {
    for (const share of [0.01, 0.3, 0.6, 0.9, 0.999]) {
      const file = fileOf(`${share}.node`, whole.subarray(0, Math.floor(share * whole.length)));
      expect(look(file)).toEqual(refused('the file was cut short'));
    }
  });

  it('is none where it is of another processor', () => {
    const other = Buffer.from(whole);
    // This is the number of 64-bit ARM.
    other.writeUInt16LE(183, 18);
    expect(look(fileOf('arm.node', other))).toEqual(refused('it is for another processor'));
    const narrow = Buffer.from(whole);
    // This is the number of libraries for 32 bits.
    narrow.writeUInt8(1, 4);
    expect(look(fileOf('narrow.node', narrow))).toEqual(refused('it is for another processor'));
  });

  it('is none where the library is not the kernel', () => {
    const other = Buffer.from(whole);
    const name = 'napi_register_module_v1';
    for (let at = other.indexOf(name); at >= 0; at = other.indexOf(name)) other.write('x', at);
    expect(look(fileOf('other.node', other))).toEqual(refused(''));
  });

  it('is found by its path, wherever that is', () => {
    const copy = join(folder, 'a folder with spaces é.node');
    copyFileSync(nativeFile ?? '', copy);
    expect(look(copy).kernel?.file).toBe(copy);
  });
});
