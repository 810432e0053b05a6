/**
 * Checks what the user may do before it is tried, as far as splunkd tells.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { listed } from '../notice.ts';
import { areNames, entriesOf, fieldsOf, type Sharing } from './lookup-files.ts';
import type { FoundModel } from './model-place.ts';
import type { Splunkd } from './splunkd.ts';

export const CAPABILITY = 'upload_lookup_files';

const MOST_NAMES = 20;

/** Tells whether the user's roles may write lookup files at all, and where splunkd does not tell. */
export async function maySaveFiles(splunkd: Splunkd): Promise<boolean> {
  const context = await splunkd.get('/services/authentication/current-context');
  const { capabilities } = fieldsOf(entriesOf(context)[0]?.['content']);
  return !Array.isArray(capabilities) || capabilities.includes(CAPABILITY);
}

/** @throws UserError when the user's roles may not write lookup files at all */
export async function checkCapability(splunkd: Splunkd): Promise<void> {
  if (await maySaveFiles(splunkd)) return;
  throw new UserError(
    `You may not save models: your roles lack the capability ${CAPABILITY}. Ask an administrator for it.`,
  );
}

/** A user with this capability may change every object, whatever roles the object names. */
const ALL_RIGHTS = 'admin_all_objects';

/**
 * Checks that users who share a model keep it. Roles that contain others are not resolved here, because
 * a user who names the own role beside them gives nobody more rights.
 *
 * @throws UserError when a user who shares a model would lose it
 */
export async function checkStaysOpen(
  splunkd: Splunkd,
  { name, read, write }: { readonly name: string } & Pick<Sharing, 'read' | 'write'>,
): Promise<void> {
  if ((read ?? write) === undefined) return;
  const own = await boundRoles(splunkd);
  const isOpen = (given: readonly string[]): boolean =>
    ['*', ...own].some((role) => given.includes(role));
  for (const [option, right, given] of [
    ['read', 'score with', read],
    ['write', 'change', write],
  ] as const) {
    if (given === undefined || own.length === 0 || isOpen(given)) continue;
    const [role = ''] = own;
    throw new UserError(
      `With ${option}=${asTyped(given)} you could not ${right} model ${name} any more, as your ${own.length === 1 ? 'role is' : 'roles are'} ${own.join(', ')}: add your own, such as ${option}=${asTyped([...given, role])}, or ask an administrator to share it so.`,
    );
  }
}

/**
 * Reads the user's roles. The list is empty for administrators, and where splunkd does not tell the
 * roles.
 */
async function boundRoles(splunkd: Splunkd): Promise<string[]> {
  const context = await splunkd.get('/services/authentication/current-context');
  const { roles, capabilities } = fieldsOf(entriesOf(context)[0]?.['content']);
  if (!Array.isArray(roles) || roles.includes('admin')) return [];
  const hasAll = Array.isArray(capabilities) && capabilities.includes(ALL_RIGHTS);
  return hasAll ? [] : roles.map(String);
}

function asTyped(roles: readonly string[]): string {
  return roles.length === 1 ? `${roles[0]}` : `"${roles.join(',')}"`;
}

/** @throws UserError when the user may not add a model to the app */
export async function checkApp(splunkd: Splunkd, app: string, name: string): Promise<void> {
  const reply = await splunkd.get(`/services/apps/local/${encodeURIComponent(app)}`);
  const acl = fieldsOf(entriesOf(reply)[0]?.['acl']);
  // Where splunkd does not tell, the save itself will fail.
  if (acl['can_write'] !== false) return;
  const { write } = fieldsOf(acl['perms']);
  throw new UserError(
    `You may not write model ${name} in app ${app}${writers(write)}: leave out app: for a private model, or ask an administrator for write permission on the app.`,
  );
}

/**
 * Tells whether the user may write an app, as splunkd shows it in the access control list of the app; not
 * where splunkd does not tell.
 */
export async function mayWriteApp(splunkd: Splunkd, app: string): Promise<boolean> {
  const reply = await splunkd.get(`/services/apps/local/${encodeURIComponent(app)}`);
  return fieldsOf(entriesOf(reply)[0]?.['acl'])['can_write'] === true;
}

/** @throws UserError when the user may not change the model */
export function checkModel({ name, app, canWrite, write }: FoundModel): void {
  if (canWrite) return;
  throw new UserError(
    `You may not write model ${name} in app ${app}${writers(write)}: use a private model of your own, or ask an administrator for write permission on it.`,
  );
}

/** Returns the reason that splunkd gives: the roles that may write. */
function writers(roles: unknown): string {
  if (!areNames(roles)) return '';
  if (roles.length === 0) return ', which no role may write';
  return `, which the role${roles.length === 1 ? '' : 's'} ${listed(roles, MOST_NAMES)} may write`;
}
