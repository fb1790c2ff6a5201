/** What came in one day, or in one week: one bar. */
export interface ChartBar {
  /** First and last day, `AAAA-MM-JJ`. */
  readonly from: string;
  readonly to: string;
  readonly taken: number;
  readonly left: number;
}

interface Day {
  readonly day: string;
  readonly taken: number;
  readonly left: number;
}

/**
 * Days, oldest first, gathered by `size`. The last bar is always whole, so that it compares with the ones before; the first may be
 * short.
 */
export function gatherDays(days: readonly Day[], size: number): ChartBar[] {
  const bars: ChartBar[] = [];
  for (let end = days.length; end > 0; end -= size) {
    const part = days.slice(Math.max(0, end - size), end);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) continue;
    bars.unshift({
      from: first.day,
      to: last.day,
      taken: part.reduce((sum, { taken }) => sum + taken, 0),
      left: part.reduce((sum, { left }) => sum + left, 0),
    });
  }
  return bars;
}

/** @returns `21/11` for `2026-11-21`. */
export function shortDay(day: string): string {
  const [, month, date] = day.split('-');
  return `${date}/${month}`;
}

/** @returns `21/11/2026` for `2026-11-21`. */
export function longDay(day: string): string {
  return day.split('-').toReversed().join('/');
}
