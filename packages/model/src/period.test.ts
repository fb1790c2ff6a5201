import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay, monthsBetween, periodAt } from './period.ts';

const paris = 'Europe/Paris';

describe('the day of an instant', () => {
  it.each([
    ['the last second of the year in Paris', '2026-12-31T22:59:59Z', paris, '2026-12-31'],
    ['the first of the next', '2026-12-31T23:00:00Z', paris, '2027-01-01'],
    ['the same instant in La Réunion', '2026-12-31T22:59:59Z', 'Indian/Reunion', '2027-01-01'],
    ['the same instant in Guadeloupe', '2027-01-01T03:59:59Z', 'America/Guadeloupe', '2026-12-31'],
    ['before the clocks go forward', '2026-03-28T23:30:00Z', paris, '2026-03-29'],
    ['after they went forward: midnight is at 22:00 UTC', '2026-03-29T22:00:00Z', paris, '2026-03-30'],
    ['in the hour that comes twice', '2026-10-25T00:30:00Z', paris, '2026-10-25'],
    ['the last minute before midnight in summer', '2026-06-30T21:59:59Z', paris, '2026-06-30'],
    ['a leap day', '2028-02-29T12:00:00Z', paris, '2028-02-29'],
  ])('%s', (_, instant, zone, day) => {
    expect(localDay(new Date(instant), zone)).toBe(day);
  });

  it('never goes back, and moves by one day at a time', () => {
    const instants = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(paris, 'Indian/Reunion', 'Pacific/Noumea', 'UTC'),
        (instant, zone) => {
          const day = localDay(instant, zone);
          const nextDay = localDay(new Date(instant.getTime() + 86_400_000), zone);
          expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          const apart = (Date.parse(nextDay) - Date.parse(day)) / 86_400_000;
          // A day of 25 hours holds both instants' day; one of 23 never skips a day.
          expect([0, 1, 2]).toContain(apart);
          expect(periodAt(instant, zone)).toEqual({
            year: Number(day.slice(0, 4)),
            month: Number(day.slice(5, 7)),
          });
        },
      ),
    );
  });

  it('of an unknown zone is an error', () => {
    expect(() => localDay(new Date(), 'Europe/Nulle-Part')).toThrow(RangeError);
  });
});

it('the period turns with the month of the firm, not of the server', () => {
  expect(periodAt(new Date('2026-10-31T22:59:59Z'), paris)).toEqual({ year: 2026, month: 10 });
  expect(periodAt(new Date('2026-10-31T23:00:00Z'), paris)).toEqual({ year: 2026, month: 11 });
});

it('months are counted across years, in both directions', () => {
  expect(monthsBetween({ year: 2025, month: 12 }, { year: 2026, month: 1 })).toBe(1);
  expect(monthsBetween({ year: 2026, month: 1 }, { year: 2025, month: 12 })).toBe(-1);
  expect(monthsBetween({ year: 2026, month: 5 }, { year: 2026, month: 5 })).toBe(0);
});
