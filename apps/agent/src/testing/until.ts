/** Resolves when `holds` does; looks every 10 ms. @throws Error with what `describe` says when the time is over */
export async function until(
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 50_000,
  describe: () => unknown = () => 'not reached',
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`after ${timeoutMs} ms: ${JSON.stringify(describe())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
