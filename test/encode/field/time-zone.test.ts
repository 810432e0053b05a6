import { describe, expect, it, jest } from '@jest/globals';
import { isTimeZone, zoneOffset } from '../../../src/encode/field/time-zone.ts';

const secondsOf = (iso: string): number => Date.parse(iso) / 1000;

describe('zoneOffset', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15T12:00:00Z', 1],
    ['Europe/Berlin', '2026-07-15T12:00:00Z', 2],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', 1],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 2],
    ['America/New_York', '2026-07-15T12:00:00Z', -4],
    ['America/New_York', '2026-12-31T23:59:59Z', -5],
    ['Asia/Kathmandu', '2026-07-15T12:34:56Z', 5.75],
    ['UTC', '2026-07-15T12:34:56Z', 0],
    ['Australia/Lord_Howe', '2026-07-15T12:00:00Z', 10.5],
  ])('of %s at %s is %d hours', (zone, time, hours) => {
    expect(zoneOffset(zone)(secondsOf(time))).toBe(3600 * hours);
  });

  it('is 0 beyond the dates that there are', () => {
    expect(zoneOffset('Europe/Berlin')(1e15)).toBe(0);
    expect(zoneOffset('Europe/Berlin')(Number.NaN)).toBe(0);
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['utc', true],
    ['Berlin', false],
    ['', false],
  ])('of %j is %j', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });

  it('knows the default without Intl, which getinfo must not load', () => {
    const format = jest.spyOn(Intl, 'DateTimeFormat');

    expect(isTimeZone('UTC')).toBe(true);
    expect(format).not.toHaveBeenCalled();
    format.mockRestore();
  });
});
