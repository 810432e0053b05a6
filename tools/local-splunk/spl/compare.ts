/** This matches a number. Splunk compares two values as numbers when both are numbers, as texts otherwise. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** @returns negative, zero or positive, as `sort` wants it */
export function compareValues(left: string, right: string): number {
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Tells whether an outcome of a comparison satisfies `=`, `!=`, `<`, … */
export function satisfies(difference: number, operator: string): boolean {
  switch (operator) {
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      return difference === 0;
  }
}
