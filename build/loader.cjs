/*
 * Runs lstm_toolkit.js from V8's code cache, which the build made with the Node.js beside it: nothing
 * is compiled. Where the cache does not fit (another Node.js, other flags) V8 compiles as usual.
 *
 * Some modules are loaded when a program first uses a member of them, because a launch that answers getinfo
 * needs none: programs with caches of their own, such as the validator of models, and modules of Node.js, for
 * which V8 has no cached code under the launchers' flags.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

/** Programs import these at their start; a module that they import later is loaded as usual. */
const late = {
  'node:crypto': require,
  'node:fs/promises': require,
  'node:module': require,
  'node:net': require,
  'node:os': require,
  'node:tls': require,
  'node:worker_threads': require,
  './execute.js': () => program('execute'),
  './models.js': () => program('models'),
  './validate-header.generated.mjs': () => program('header_validator'),
};

/** What the programs export that have run, by their names. */
const exported = {};

program('lstm_toolkit');

function program(name) {
  return (exported[name] ??= run(name));
}

/** Runs a program of this folder, and returns what it exports. */
function run(name) {
  const filename = `${__dirname}/${name}.js`;
  const cachedData = readCache(`${__dirname}/${name}.cache`);
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  let exports = {};
  script.runInThisContext()(requireLate, (given) => {
    exports = given;
  });
  return exports;
}

function readCache(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function requireLate(name) {
  if (name === './shared.js') return program('shared');
  if (name === './rows.js') return program('rows');
  if (!Object.hasOwn(late, name)) return require(name);
  let loaded;
  return new Proxy({}, { get: (_, member) => (loaded ??= late[name](name))[member] });
}
