/** Declares the options of `lstmmanage`. */

import { versionOption } from '../arguments/model-ref.ts';
import { custom, oneOf } from '../arguments/option.ts';

const GROUP = 'managing';
const ROLES = 'roles in quotes, parted by commas, or *';
const ROLES_SYNTAX = '<roles>';

export const manageOptions = {
  version: versionOption(
    GROUP,
    'rollback: the version to take into use; by default the one in use before. delete: the version to delete; by default the whole model.',
  ),
  sharing: oneOf(['user', 'app', 'global'], {
    group: GROUP,
    help: 'share: private to its owner, shared in its app, or with all apps.',
  }),
  read: custom(ROLES, ROLES_SYNTAX, parseRoles, {
    group: GROUP,
    help: 'share: the roles that may score with the model and list it.',
  }),
  write: custom(ROLES, ROLES_SYNTAX, parseRoles, {
    group: GROUP,
    help: 'share: the roles that may retrain, roll back, share and delete it.',
  }),
} as const;

/** Reads a list of roles, whose names are as Splunk allows them. */
function parseRoles(text: string): string[] | undefined {
  const roles = text.split(',').map((role) => role.trim());
  const isRole = (role: string): boolean => role === '*' || /^[\w.-]+$/.test(role);
  return roles.every(isRole) ? roles : undefined;
}
