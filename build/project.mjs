/** Says where things are, and holds the facts of the project that more than one part of the build needs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export const root = dirname(import.meta.dirname);
export const appId = 'lstm_toolkit';
export const appFolder = join(root, 'dist', appId);

/** A mistake that the person who builds can correct; it is shown without a stack. */
export class BuildError extends Error {
  name = 'BuildError';
}

/** Reads the version, which stands in package.json and nowhere else. */
export async function readVersion() {
  const { version } = await readJson(join(root, 'package.json'));
  if (!/^\d+\.\d{1,3}\.\d{1,3}$/.test(version)) {
    throw new BuildError(`The version in package.json must be like 1.2.3, got "${version}".`);
  }
  return version;
}

export function relativeToRoot(path) {
  return relative(root, path);
}

export async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** @param {string | Uint8Array} text */
export async function writeText(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
