import type { FastifyInstance } from 'fastify';

export const host = '127.0.0.1';

const portsTried = 20;

/**
 * Listens on `port`, or, when none is asked for, on `usualPort` or the next free one. On the loopback address only.
 * @returns the base address, without a slash at its end. Throws when the port that was asked for is taken.
 */
export async function listen(
  app: FastifyInstance,
  port: number | undefined,
  usualPort: number,
): Promise<string> {
  if (port !== undefined) return app.listen({ host, port });
  for (let candidate = usualPort; candidate < usualPort + portsTried; candidate++) {
    try {
      return await app.listen({ host, port: candidate });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`no free port from ${usualPort} to ${usualPort + portsTried - 1}`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
