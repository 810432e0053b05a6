/*
 * Runs lstm_toolkit.js from V8's code cache, which the build made with the Node.js beside it: nothing
 * is compiled. Where the cache does not fit (another Node.js, other flags) V8 compiles as usual.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

const bundle = `${__dirname}/lstm_toolkit.js`;
const source = readFileSync(bundle, 'latin1');
const script = new Script(source, { filename: bundle, cachedData: readCache() });
script.runInThisContext()(require);

function readCache() {
  try {
    return readFileSync(`${__dirname}/lstm_toolkit.cache`);
  } catch {
    return undefined;
  }
}
