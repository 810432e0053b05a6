/**
 * Collects the licences of everything that the app ships and others wrote. The list of packages is
 * esbuild's own list of what went into the bundle, so that none can be forgotten.
 */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BuildError, readJson, root } from './project.mjs';

/**
 * Returns the folders of the npm packages that an esbuild build took code from.
 *
 * @param metafile - the metafile of a build whose working directory was the project's root
 * @returns {Set<string>} absolute paths
 */
export function bundledPackages(metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(resolve(root, input));
    if (match) packages.add(match[0]);
  }
  return packages;
}

/** Returns the name of the npm package in a folder. */
export async function packageName(path) {
  return (await readJson(join(path, 'package.json'))).name;
}

/**
 * Writes the app's own LICENSE and NOTICE, and `licenses/<name>.txt` for each package.
 *
 * @param {string} folder - the folder of the app
 * @param {Iterable<string>} packages - the folders of npm packages
 */
export async function writeLicences(folder, packages) {
  await mkdir(join(folder, 'licenses'), { recursive: true });
  for (const name of ['LICENSE', 'NOTICE']) await copyFile(join(root, name), join(folder, name));
  for (const path of packages) {
    const name = await packageName(path);
    const file = `${name.replace('@', '').replace('/', '-')}.txt`;
    await writeFile(join(folder, 'licenses', file), await licenceText(path));
  }
}

/** Returns all licence and notice files of a package, one after the other. */
async function licenceText(path) {
  const names = (await readdir(path)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  if (names.length === 0) {
    throw new BuildError(`${path} has no licence file: its code may not be shipped without.`);
  }
  const texts = await Promise.all(names.sort().map((name) => readFile(join(path, name), 'utf8')));
  return texts.join('\n');
}
