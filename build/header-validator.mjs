/**
 * Compiles the description of a model's header into a module, so that no process has to load Ajv:
 * at run time it would cost more than the rest of the start.
 *
 * @see https://ajv.js.org/standalone.html
 */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { bundledPackages, packageName } from './licences.mjs';
import { relativeToRoot, root, writeText } from './project.mjs';

const schemaFile = join(root, 'src/model/header-schema.ts');
const generatedFile = join(root, 'src/store/validate-header.generated.mjs');

/**
 * Leaves out of errors what nobody reads, which is a third of the code: the store says where a fault is and what.
 */
function shortErrors(source) {
  const unread = /schemaPath:\s*"(?:[^"\\]|\\.)*",\s*keyword:\s*"\w+",\s*params:\s*\{[^{}]*\},\s*/g;
  const short = source.replace(unread, '');
  if (short.includes('schemaPath')) throw new Error('Ajv writes errors in another form than expected');
  return short;
}

/**
 * Writes the validator, whose only export is `validateHeader`.
 *
 * @returns the folders of the packages whose code is in it
 */
export async function writeHeaderValidator() {
  // The imports are not static: with too old a Node.js they would fail before the build could say so.
  const { header } = await import('../src/model/header-schema.ts');
  const { definitions } = await import('../src/model/described.ts');
  // What is defined once is compiled once, which makes the validator a tenth smaller.
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, inlineRefs: false });
  ajv.addSchema({ $id: 'model-header', ...header.json, $defs: definitions }, 'header');
  const source = shortErrors(standalone.default(ajv, { validateHeader: 'header' }));

  // Some keywords make Ajv emit require("ajv/dist/runtime/…"), which does not exist in a module.
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'validate-header.mjs' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The paths that esbuild writes into readable code differ from checkout to checkout.
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  // Ajv always counts, because the text of its code generator is in the validator, with run-time parts or
  // not.
  const ajvFolder = await realpath(join(root, 'node_modules/ajv'));
  const packages = new Set([ajvFolder, ...bundledPackages(metafile)]);
  const names = await Promise.all([...packages].map(packageName));
  const [{ text }] = outputFiles;
  const head = `// Compiled from ${relativeToRoot(schemaFile)} by "npm run generate".\n`;
  await writeText(generatedFile, `${head}// Contains code of: ${names.join(', ')}\n${text}`);
  console.log(`generated ${relativeToRoot(generatedFile)}`);
  return packages;
}
