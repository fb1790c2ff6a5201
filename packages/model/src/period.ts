/** A month of the year, in a firm's time zone: what `{millésime}` and `{mois}` stand for. */
export interface Period {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** @returns the period of an instant in a time zone (IANA name). Throws RangeError on an unknown zone. */
export function periodAt(instant: Date, timeZone: string): Period {
  const [year, month] = localDay(instant, timeZone).split('-');
  return { year: Number(year), month: Number(month) };
}

/** @returns the day of an instant in a time zone, as `AAAA-MM-JJ`. Throws RangeError on an unknown zone. */
export function localDay(instant: Date, timeZone: string): string {
  // Read part by part: how a locale writes a whole date has changed between versions of ICU.
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: 'year' | 'month' | 'day') => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** @returns how many months `earlier` lies before `later` (negative when it lies after). */
export function monthsBetween(earlier: Period, later: Period): number {
  return (later.year - earlier.year) * 12 + (later.month - earlier.month);
}
