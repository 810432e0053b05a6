/**
 * Writes arguments as a person types them, so that a message has a line to paste.
 *
 * @module
 */

/** Writes an option, with quotes where its value needs them. */
export function spellOption(name: string, value: string): string {
  return `${name}=${/^[^\s,"'\\|[\]]+$/.test(value) ? value : quote(value)}`;
}

/** Puts a text into quotes, and a backslash before what would end them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
