/**
 * The engine that the option `engine` names.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { EngineFactory } from '../model/network/engine.ts';
import type { Environment } from './environment.ts';

/**
 * Loads nothing yet: getinfo asks only whether the engine is there.
 *
 * @throws UserError when this package does not carry it
 */
export function chosenEngine(
  { createEngine, loadTensorflow }: Pick<Environment, 'createEngine' | 'loadTensorflow'>,
  engine: 'builtin' | 'tensorflow',
): () => EngineFactory {
  if (engine === 'builtin') return () => createEngine;
  if (loadTensorflow !== undefined) return loadTensorflow;
  throw new UserError(
    'engine=tensorflow is not in this package: install the package built with npm run package -- --engine tensorflow, or leave engine out.',
  );
}
