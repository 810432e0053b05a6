import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Cycle,
  calendarWidth,
  fitCalendar,
  writeCalendar,
} from '../../../src/readings/rows/calendar.ts';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

/** Returns sine and cosine of each cycle at one time. */
function written(cycles: readonly Cycle[], time: number, zone?: string): number[] {
  const out = new Float32Array(calendarWidth(cycles));
  const columns = { out, stride: out.length, column: 0 };
  writeCalendar({ cycles, zone }, Float64Array.of(time), Int32Array.of(0), columns);
  return [...out];
}

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));

describe('fitCalendar', () => {
  it.each<[string, string, string, Cycle[]]>([
    ['an hour', '2026-03-02T09:00', '2026-03-02T10:00', []],
    ['nearly two days', '2026-03-02T09:00', '2026-03-04T08:59', []],
    ['two days', '2026-03-02T09:00', '2026-03-04T09:00', ['hour']],
    ['two weeks', '2026-03-02T09:00', '2026-03-16T09:00', ['hour', 'weekday']],
  ])('takes the cycles that the rows span twice: %s', (_, first, last, cycles) => {
    expect(fitCalendar(Float64Array.of(at(last), at(first)))).toEqual(cycles);
  });

  it('takes no cycle without rows', () => {
    expect(fitCalendar(new Float64Array(0))).toEqual([]);
  });
});

describe('writeCalendar', () => {
  it.each([
    ['midnight', '2026-03-02T00:00', [0, 1]],
    ['six', '2026-03-02T06:00', [1, 0]],
    ['noon', '2026-03-02T12:00', [0, -1]],
    ['six in the evening before 1970', '1969-12-31T18:00', [-1, 0]],
  ])('turns the time of day into an angle: %s', (_, text, expected) => {
    expect(written(['hour'], at(text))).toEqual(near(expected));
  });

  it.each([
    ['2026-01-15T11:00', [0, -1]],
    ['2026-07-15T10:00', [0, -1]],
    ['2026-07-15T22:00', [0, 1]],
  ])('reads the clock of a time zone, summer time included: %s', (text, expected) => {
    expect(written(['hour'], at(text), 'Europe/Berlin')).toEqual(near(expected));
  });

  it('distinguishes the days of a week, whatever the hour', () => {
    const day = (text: string): number[] => written(['weekday'], at(text));
    const days = ['02', '03', '04', '05', '06', '07', '08'].map((date) =>
      day(`2026-03-${date}T12:00`)
        .map((value) => value.toFixed(4))
        .join(),
    );

    expect(new Set(days).size).toBe(7);
    expect(day('2026-03-02T00:00')).toEqual(day('2026-03-02T23:59'));
    expect(day('2026-03-02T00:00')).toEqual(near(day('2026-03-09T12:00')));
  });

  it('writes the same a week later, and nearly the same a second later', () => {
    const times = fc.integer({ min: -1e9, max: 3e9 });
    fc.assert(
      fc.property(times, (time) => {
        const own = written(['hour', 'weekday'], time);

        expect(own).toEqual(near(written(['hour', 'weekday'], time + 604_800)));
        const [sine, cosine] = written(['hour'], time + 1) as [number, number];
        expect(Math.hypot(sine - own[0], cosine - own[1])).toBeLessThan(1e-3);
      }),
    );
  });
});
