/**
 * Finds the engine that the option `engine` names.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { EngineFactory } from '../../network/engine.ts';
import type { Environment } from '../run/environment.ts';
import type { FitArguments } from './fit-options.ts';

/**
 * Loads nothing yet: getinfo asks only whether the engine is there.
 *
 * @returns a function that makes factories of engines, by the number of threads
 * @throws UserError when this package does not carry it
 */
export function chosenEngine(
  { engineWith, tensorflowEngine }: Pick<Environment, 'engineWith' | 'tensorflowEngine'>,
  {
    options: {
      run: { engine },
    },
  }: Pick<FitArguments, 'options'>,
): (threads: number) => EngineFactory {
  if (engine === 'builtin') return engineWith;
  if (tensorflowEngine !== undefined) return () => tensorflowEngine;
  throw new UserError(
    'engine=tensorflow is not in this package: install the package built with npm run package -- --engine tensorflow, or leave engine out.',
  );
}
