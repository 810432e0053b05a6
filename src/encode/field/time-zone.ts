/**
 * Computes what clocks of a time zone are ahead of UTC, summer time included.
 *
 * @module
 */

/** Returns the seconds by which clocks are ahead of UTC at a time in epoch seconds. */
export type Offset = (time: number) => number;

/** Clocks change at whole quarters of an hour, so that one offset serves for each. */
const QUARTER = 900;

/** Times beyond these are no dates to JavaScript. */
const FARTHEST = 8.64e12;

const PARTS = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/** Tells whether a name, such as Europe/Berlin, is that of a time zone. */
export function isTimeZone(name: string): boolean {
  // The default is known without Intl, whose first use takes a third of the time of an answer to getinfo.
  if (isUtc(name)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Tells whether a name is one of UTC. */
export function isUtc(name: string): boolean {
  return ['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'].includes(name);
}

/** @throws RangeError for what is no time zone */
export function zoneOffset(name: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...PARTS,
  });
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER) * QUARTER;
    if (!(Math.abs(quarter) < FARTHEST)) return 0;
    const found = known.get(quarter) ?? offsetOf(format, quarter);
    known.set(quarter, found);
    return found;
  };
}

/** Returns the clock's reading, taken as UTC, less the time itself. */
function offsetOf(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(
    format.formatToParts(1000 * time).map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: keyof typeof PARTS): number => parts.get(type) ?? 0;
  const clock = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return clock / 1000 - time;
}
