/** Fields that a message tells to leave out; as many as `listed` names. */
const MOST = 8;

/** The words that leave fields out: `-attack_cat -"Flow ID"`. */
export function excluding(fields: readonly string[]): string {
  const words = fields.slice(0, MOST).map((field) => `-${quoted(field)}`);
  return [...words, ...(fields.length > MOST ? ['…'] : [])].join(' ');
}

/** The value of an option that lists fields: `port`, or `"port,code"`. */
export function fieldListText(fields: readonly string[]): string {
  const text = fields.slice(0, MOST).join(',');
  return fields.length > 1 || quoted(text) !== text ? `"${text}"` : text;
}

function quoted(field: string): string {
  return /^[\w.:]+$/.test(field) ? field : `"${field.replace(/["\\]/g, '\\$&')}"`;
}
