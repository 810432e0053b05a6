/** Fields that a message names and tells to leave out; real tables have a dozen that tell the class. */
export const MOST_EXCLUDED = 24;

/** The words that leave fields out: `-attack_cat -"Flow ID"`. */
export function excluding(fields: readonly string[]): string {
  const words = fields.slice(0, MOST_EXCLUDED).map((field) => `-${quoted(field)}`);
  return [...words, ...(fields.length > MOST_EXCLUDED ? ['…'] : [])].join(' ');
}

function quoted(field: string): string {
  return /^[\w.:]+$/.test(field) ? field : `"${field.replace(/["\\]/g, '\\$&')}"`;
}
