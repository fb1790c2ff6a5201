/** The same list with one item elsewhere; the others make room. Indexes are from 0; past an end means that end. */
export function moveItem<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined) return items;
  const others = items.filter((_, index) => index !== from);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), item, ...others.slice(place)];
}

/**
 * @param middles the height of the middle of each row before the drag
 * @returns where the row `from` falls when it is dropped at a height: below as many of the others as have their middle above it
 */
export function indexAt(y: number, middles: readonly number[], from: number): number {
  return middles.filter((middle, index) => index !== from && middle < y).length;
}
