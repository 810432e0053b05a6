/**
 * Lists V8's flags for every command. The launchers pass them, and the code cache is made under them,
 * since V8 takes a cache only from a process with the same flags.
 *
 * - `--no-maglev`: V8 13.6, which all of Node.js 24 has, gives objects of one literal the same boxes
 *   for their numbers when a function leaves Maglev's code at a certain place, so that a later object
 *   overwrites the numbers of an earlier one (docs/decisions/maglev.md)
 * - `--no-liftoff`: V8's first compiler of WebAssembly makes slow code, which is replaced too late for a
 *   search of 1,000 rows
 */
export const v8Flags = ['--no-maglev', '--no-liftoff'];

/**
 * Lists the options of Node.js for every command.
 *
 * - `--use-openssl-ca`: without it a thread loads the public CAs as soon as TLS is loaded. Calls of
 *   splunkd name their CAs, the public ones among them, so that it changes no answer
 *   (`src/store/splunkd.ts`)
 */
export const nodeFlags = ['--use-openssl-ca'];
