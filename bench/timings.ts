/** The value below which `share` of the times lie. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * What each of `count` runs took, in ms, one after the other: what a run says of itself, else how long it lasted.
 * @param warmUps runs before, which are not counted
 */
export async function timeEach(
  count: number,
  run: (index: number) => Promise<unknown>,
  warmUps = 5,
): Promise<number[]> {
  for (let index = 0; index < warmUps; index++) await run(index);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now();
    const said = await run(index);
    times.push(typeof said === 'number' ? said : performance.now() - startedAt);
  }
  return times;
}
