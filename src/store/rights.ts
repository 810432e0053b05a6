/**
 * What the user may do, as far as splunkd tells it before it is tried.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { listed } from '../model/notice.ts';
import { areNames, entriesOf, fieldsOf } from './lookup-files.ts';
import type { FoundModel } from './model-place.ts';
import type { Splunkd } from './splunkd.ts';

const CAPABILITY = 'upload_lookup_files';

const MOST_NAMES = 20;

/** @throws UserError when the user's roles may not write lookup files at all */
export async function checkCapability(splunkd: Splunkd): Promise<void> {
  const context = await splunkd.get('/services/authentication/current-context');
  const { capabilities } = fieldsOf(entriesOf(context)[0]?.['content']);
  if (!Array.isArray(capabilities) || capabilities.includes(CAPABILITY)) return;
  throw new UserError(
    `You may not save models: your roles lack the capability ${CAPABILITY}. Ask an administrator for it.`,
  );
}

/** @throws UserError when the user may not add a model to the app */
export async function checkApp(splunkd: Splunkd, app: string, name: string): Promise<void> {
  const reply = await splunkd.get(`/services/apps/local/${encodeURIComponent(app)}`);
  const acl = fieldsOf(entriesOf(reply)[0]?.['acl']);
  // Where splunkd does not tell, the save itself will.
  if (acl['can_write'] !== false) return;
  const { write } = fieldsOf(acl['perms']);
  throw new UserError(
    `You may not write model ${name} in app ${app}${writers(write)}: leave out app: for a private model, or ask an administrator for write permission on the app.`,
  );
}

/** @throws UserError when the user may not change the model */
export function checkModel({ name, app, canWrite, write }: FoundModel): void {
  if (canWrite) return;
  throw new UserError(
    `You may not write model ${name} in app ${app}${writers(write)}: use a private model of your own, or ask an administrator for write permission on it.`,
  );
}

/** splunkd's reason: the roles that may. */
function writers(roles: unknown): string {
  if (!areNames(roles)) return '';
  if (roles.length === 0) return ', which no role may write';
  return `, which the role${roles.length === 1 ? '' : 's'} ${listed(roles, MOST_NAMES)} may write`;
}
