/**
 * Builds the Splunk app: `node build.mjs generate|build|package`, through npm scripts, which put the
 * pinned Node.js first in the path.
 *
 * - `generate` writes what other sources are compiled from or checked against: the compiled
 *   validator of model headers, the SIMD kernel and the reference page of the options
 * - `build` makes `dist/lstm_toolkit/`, an app folder that runs in place
 * - `package` makes `dist/lstm_toolkit-<version>.tgz` of it, the same bytes from the same sources
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buildApp } from './build/app-folder.mjs';
import { writeArchive } from './build/archive.mjs';
import { writeHeaderValidator } from './build/header-validator.mjs';
import {
  appFolder,
  BuildError,
  readVersion,
  relativeToRoot,
  root,
  writeText,
} from './build/project.mjs';
import { writeSimdModule } from './build/simd-module.mjs';

const verbs = { generate, build, package: packageApp };

async function generate() {
  const [validatorPackages, simdPackages] = [await writeHeaderValidator(), await writeSimdModule()];
  const generatedPackages = validatorPackages.union(simdPackages);
  // Not static imports: with too old a Node.js they would fail before main() could say so.
  const { commandTable } = await import('./src/commands/command-table.ts');
  const { optionReference } = await import('./build/option-reference.ts');
  const page = `${root}/docs/options.md`;
  await writeText(page, optionReference(commandTable));
  console.log(`generated ${relativeToRoot(page)}`);
  return { commandTable, generatedPackages };
}

async function build() {
  const { commandTable, generatedPackages } = await generate();
  const { bundleBytes, nodeVersion } = await buildApp(commandTable, generatedPackages);
  const kilobytes = Math.round(bundleBytes / 1000);
  console.log(`built ${relativeToRoot(appFolder)}: bundle ${kilobytes} kB, Node.js ${nodeVersion}`);
}

async function packageApp() {
  await build();
  const archive = `${root}/dist/lstm_toolkit-${await readVersion()}.tgz`;
  await writeArchive(appFolder, archive);
  const bytes = await readFile(archive);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`packaged ${relativeToRoot(archive)}: ${bytes.length} bytes, sha256 ${sha256}`);
}

async function main([verb, ...rest]) {
  const known = Object.keys(verbs).join('|');
  if (!Object.hasOwn(verbs, verb ?? '') || rest.length > 0) {
    throw new BuildError(`Usage: node build.mjs ${known}, got "${[verb, ...rest].join(' ')}".`);
  }
  // Older versions cannot import the TypeScript sources, and fail with a puzzling message.
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new BuildError(
      `The build needs Node.js 24, got ${process.versions.node}: use "npm run ${verb}".`,
    );
  }
  await verbs[verb]();
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BuildError ? error.message : error);
  process.exitCode = 1;
}
