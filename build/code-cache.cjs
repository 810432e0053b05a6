/*
 * `node --predictable -e <this> <script> <cache>` compiles a script whole and writes V8's code cache.
 * It must be run by the Node.js that will use the cache; --predictable gives the same bytes each time.
 */
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const [, from, to] = process.argv;
// Functions are compiled when they are first called, unless told otherwise. The flag goes back before
// the cache is made: V8 refuses a cache made under other flags.
setFlagsFromString('--no-lazy');
const script = new Script(readFileSync(from, 'latin1'), { filename: from });
setFlagsFromString('--lazy');
writeFileSync(to, script.createCachedData());
