/** Stands between the connector and a server, passes on what it gets, and fails on order. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { resetSocket } from '@navette/testkit';

/** Asked of each piece before it is passed on. `hold` keeps it, and all that follows on that way, until the faults are cleared. */
export type Decide = (piece: {
  readonly from: 'client' | 'server';
  readonly bytesOfClient: number;
}) => 'pass' | 'cut' | 'hold';

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** How many connections came in. */
  readonly connections: number;
  order(decide: Decide): void;
  /** Connections of which something was held are reset. */
  clearFaults(): void;
  /** Passes on nothing any more of the connections there are, not even that they end: a network that is gone. */
  freeze(): void;
}

export async function startTcpProxy(upstreamPort: number): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; isHeld: boolean }>();
  let decide: Decide = () => 'pass';
  let connections = 0;

  const listener = createServer({ noDelay: true }, (client) => {
    connections++;
    const pair = {
      client,
      server: connect({ port: upstreamPort, host: '127.0.0.1', noDelay: true }),
      isHeld: false,
    };
    const { server } = pair;
    pairs.add(pair);
    let bytesOfClient = 0;
    const cut = () => {
      resetSocket(client);
      resetSocket(server);
      pairs.delete(pair);
    };
    const pass = (from: 'client' | 'server', piece: Buffer, to: Socket, back: Socket) => {
      if (from === 'client') bytesOfClient += piece.length;
      const decision = pair.isHeld && from === 'server' ? 'hold' : decide({ from, bytesOfClient });
      if (decision === 'cut') return cut();
      if (decision === 'hold') {
        pair.isHeld = true;
        return;
      }
      if (!to.write(piece)) {
        back.pause();
        to.once('drain', () => back.resume());
      }
    };
    client.on('data', (piece) => pass('client', piece, server, client));
    server.on('data', (piece) => pass('server', piece, client, server));
    for (const socket of [client, server]) {
      socket.on('error', cut);
      socket.on('close', cut);
    }
    client.on('end', () => server.end());
    server.on('end', () => client.end());
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');

  function cutAll(which: (pair: { isHeld: boolean }) => boolean): void {
    for (const pair of [...pairs].filter(which)) {
      resetSocket(pair.client);
      resetSocket(pair.server);
      pairs.delete(pair);
    }
  }

  return {
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    order(next) {
      decide = next;
    },
    clearFaults() {
      decide = () => 'pass';
      cutAll(({ isHeld }) => isHeld);
    },
    freeze() {
      for (const { client, server } of pairs) {
        client.pause();
        server.pause();
      }
    },
    async [Symbol.asyncDispose]() {
      cutAll(() => true);
      listener.close();
      await once(listener, 'close');
    },
  };
}
