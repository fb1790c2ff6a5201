type Row = { readonly id: string };

/**
 * Rows that come or go above the sight must not move what one reads. @param first index of the first row in sight, before
 * @returns by how many rows the sight must follow: positive when rows came above
 */
export function shiftOf(before: readonly Row[], after: readonly Row[], first: number): number {
  if (before === after || first <= 0) return 0;
  const indexes = new Map(after.map(({ id }, index) => [id, index]));
  // The row itself may be the one that went: the next one that stayed tells.
  for (let index = first; index < Math.min(before.length, first + 50); index++) {
    const now = indexes.get(before[index]?.id ?? '');
    if (now !== undefined) return now - index;
  }
  return 0;
}
