import { createServer } from 'node:net';

const attempts = 50;

/** The port to listen on: the one asked for, any free one for 0, or the next free one when that is allowed. */
export async function choosePort(host: string, port: number, nextFree: boolean): Promise<number> {
  for (let candidate = port; candidate < port + attempts; candidate++) {
    const found = await tryPort(host, candidate);
    if (found !== null) return found;
    if (!nextFree) break;
  }
  throw new Error(`Le port ${port} est déjà pris. Choisissez-en un autre avec NAVETTE_PORT.`);
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
