/*
 * Runs lstm_toolkit.js from V8's code cache, which the build made with the Node.js beside it: nothing
 * is compiled. Where the cache does not fit (another Node.js, other flags) V8 compiles as usual.
 *
 * Some modules are loaded when the bundle first uses a member of them, because a launch that answers getinfo
 * needs none: the validator of models, which is a program with a cache of its own, and modules of Node.js, for
 * which V8 has no cached code under the launchers' flags.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

/** The bundle imports these at its start; a module that it imports later is loaded as usual. */
const late = {
  'node:crypto': require,
  'node:fs/promises': require,
  'node:net': require,
  'node:os': require,
  './validate-header.generated.mjs': () => run('header_validator'),
};

run('lstm_toolkit');

/** Runs a program of this folder, and returns what it exports. */
function run(name) {
  const filename = `${__dirname}/${name}.js`;
  const cachedData = readCache(`${__dirname}/${name}.cache`);
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(requireLate, module);
  return module.exports;
}

function readCache(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function requireLate(name) {
  if (!Object.hasOwn(late, name)) return require(name);
  let loaded;
  return new Proxy({}, { get: (_, member) => (loaded ??= late[name](name))[member] });
}
