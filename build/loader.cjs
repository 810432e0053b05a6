/*
 * Runs lstm_toolkit.js from V8's code cache, which the build made with the Node.js beside it: nothing
 * is compiled. Where the cache does not fit (another Node.js, other flags) V8 compiles as usual.
 *
 * Some modules of Node.js are loaded when the bundle first uses a member of them: under the launchers'
 * flags V8 has no cached code for them, and a launch that answers getinfo needs none.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

/** The bundle imports these at its start; a module that it imports later is loaded as usual. */
const late = new Set(['node:crypto', 'node:fs/promises', 'node:net', 'node:os']);

const bundle = `${__dirname}/lstm_toolkit.js`;
const source = readFileSync(bundle, 'latin1');
const script = new Script(source, { filename: bundle, cachedData: readCache() });
script.runInThisContext()(requireLate);

function readCache() {
  try {
    return readFileSync(`${__dirname}/lstm_toolkit.cache`);
  } catch {
    return undefined;
  }
}

function requireLate(name) {
  if (!late.has(name)) return require(name);
  return new Proxy({}, { get: (_, member) => require(name)[member] });
}
