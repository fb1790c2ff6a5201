/** The same list with one item elsewhere; the others make room. Indexes are from 0; past an end means that end. */
export function moveItem<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined) return items;
  const others = items.filter((_, index) => index !== from);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), item, ...others.slice(place)];
}

/** @returns the index of the row under a height, of rows told by where each one's middle is; the first above them, the last below. */
export function indexAt(y: number, middles: readonly number[]): number {
  const above = middles.filter((middle) => middle < y).length;
  return Math.min(above, Math.max(0, middles.length - 1));
}
