/** A server that nothing should ever reach. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Trap extends AsyncDisposable {
  readonly url: string;
  /** Everything that came: connections, and what they asked for. */
  readonly heard: string[];
}

/** Listens on a free port, and answers anybody so that a request cannot fail for another reason. */
export async function setTrap(): Promise<Trap> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.end('trapped');
  });
  server.on('connection', () => heard.push('connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
