/** Fields that a message names and tells to leave out; real tables have a dozen that tell the class. */
export const MOST_EXCLUDED = 24;

/** The words that leave fields out: `-attack_cat -"Flow ID"`. */
export function excluding(fields: readonly string[]): string {
  const words = fields.slice(0, MOST_EXCLUDED).map((field) => `-${quoted(field)}`);
  return [...words, ...(fields.length > MOST_EXCLUDED ? ['…'] : [])].join(' ');
}

/** The value of an option that lists fields: `port`, or `"port,code"`. */
export function fieldListText(fields: readonly string[]): string {
  const text = fields.slice(0, MOST_EXCLUDED).join(',');
  return fields.length > 1 || quoted(text) !== text ? `"${text}"` : text;
}

function quoted(field: string): string {
  return /^[\w.:]+$/.test(field) ? field : `"${field.replace(/["\\]/g, '\\$&')}"`;
}
