/**
 * Writes the words of messages by which fields are left out or listed.
 *
 * @module
 */

import { counted } from '../notice.ts';

/** A message describes at most this many fields one by one; real tables have a dozen that reveal the class. */
export const MOST_EXCLUDED = 24;

/** A message offers at most this many characters to paste; the words for more fields would bury it. */
const MOST_TEXT = 8000;

/** Returns the words that leave all these fields out: `-attack_cat -"Flow ID"`. */
export function excluding(fields: readonly string[]): string {
  const text = fields.map((field) => `-${quoted(field)}`).join(' ');
  return text.length <= MOST_TEXT ? text : `-<field> for each ${tooMany(fields)}`;
}

/** Returns the words by which a command takes all these fields: `port "Flow ID"`. */
export function fieldWords(fields: readonly string[]): string {
  if (fields.length > MOST_EXCLUDED) return `<field>… ${tooMany(fields)}`;
  return fields.map(quoted).join(' ');
}

/** Returns the value of an option that lists all these fields: `port`, or `"port,code"`. */
export function fieldListText(fields: readonly string[]): string {
  const text = fields.join(',');
  if (text.length > MOST_TEXT) return `"<field>,<field>,…" ${tooMany(fields)}`;
  return fields.length > 1 || quoted(text) !== text ? `"${escaped(text)}"` : text;
}

function tooMany(fields: readonly string[]): string {
  return `(${counted(fields.length, 'field')} are too many for a message: | lstmmodels <model> show=fields lists them)`;
}

function quoted(field: string): string {
  return /^[\w.:]+$/.test(field) ? field : `"${escaped(field)}"`;
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
