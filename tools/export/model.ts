/**
 * `npm run model` does what can be done with a model file outside Splunk.
 *
 * @module
 */

import { UserError } from '../../src/errors.ts';
import { exportFile } from './export-file.ts';

const USAGE = 'npm run model -- export FILE --to keras|onnx [--version N] [--out PATH]';

const HELP = `${USAGE}

  FILE         a model: __lstm_<name>.mlmodel in $SPLUNK_HOME/etc/apps/<app>/lookups if it is shared,
               in $SPLUNK_HOME/etc/users/<user>/<app>/lookups if it is private
  --to         keras (Keras 3) or onnx
  --version N  a version of the model, the current one unless given
  --out PATH   the file to write`;

/**
 * @param print - takes one line
 * @throws UserError on wrong arguments, or a file that is not a valid model
 */
export async function model(args: readonly string[], print: (line: string) => void): Promise<void> {
  if (args.length === 0) throw new UserError(HELP);
  if (args.includes('--help')) {
    print(HELP);
    return;
  }
  const [verb, ...rest] = args;
  if (verb !== 'export') {
    throw new UserError(`The first word must be export, got "${verb}": ${USAGE}`);
  }
  print(await exportFile(rest, USAGE));
}

if (import.meta.main) {
  try {
    await model(process.argv.slice(2), console.log);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
