const firstMs = 1_000;
const longestFileMs = 5 * 60_000;
const longestServerMs = 30_000;
const freeTries = 3;

/**
 * How long a file waits before it is sent again. While the server is away the gate waits for all files; a file that fails again and
 * again steps back by itself, so that it does not stand before the others.
 * @param count failures of this file so far, in a row
 * @param isServer the server was away: it is nothing about this file
 */
export function sendAgainMs(count: number, isServer: boolean, random: number = Math.random()): number {
  if (isServer && count < freeTries) return 0;
  const longestMs = isServer ? longestServerMs : longestFileMs;
  return Math.min(longestMs, firstMs * 2 ** Math.min(count, 20)) * (0.5 + random / 2);
}
