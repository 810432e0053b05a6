/**
 * Says where the target of new rows lies far from that of the model that is continued, whose scale it keeps.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { initialTarget, type MayContinue } from '../../model/initial-model.ts';
import type { NumberTarget } from '../../model/target.ts';
import type { Notice } from '../../notice.ts';

/** The scales by which a mean is far from another one. */
const FAR = 3;

/** @param found - the scale of the new rows */
export function keptScaleNotices(found: NumberTarget, fit: MayContinue): Notice[] {
  const old = initialTarget(fit, 'regress');
  if (old === undefined || Math.abs(found.mean - old.mean) <= FAR * old.scale) return [];
  const text = `${found.field} is ${short(found.mean)} on average here, and ${short(old.mean)} in the rows of ${fit.initial?.name}, whose scale it keeps: fit once without init.`;
  return [{ level: 'WARN', text }];
}
