import { Duplex } from 'node:stream';
import type { ConnectorContext } from '../contract.ts';

/** A context that tells how many bytes the network took: of a body that is streamed, or of a connection. */
export function countSent(context: ConnectorContext, onSent: (sizeBytes: number) => void): ConnectorContext {
  async function* counted(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      onSent(chunk.length);
      yield chunk;
    }
  }
  return {
    ...context,
    fetch(url, init) {
      if (!(init?.body instanceof ReadableStream)) return context.fetch(url, init);
      return context.fetch(url, { ...init, body: ReadableStream.from(counted(init.body)) });
    },
    connect: async (to, signal) => countWritten(await context.connect(to, signal), onSent),
  };
}

/** The same connection, telling of each piece once the network took it. */
function countWritten(connection: Duplex, onSent: (sizeBytes: number) => void): Duplex {
  const told = new Duplex({
    read() {
      connection.resume();
    },
    write(chunk: Uint8Array, _encoding, done) {
      connection.write(chunk, (error) => {
        if (!error) onSent(chunk.length);
        done(error);
      });
    },
    final(done) {
      connection.end(done);
    },
    destroy(error, done) {
      connection.destroy();
      done(error);
    },
  });
  connection.on('data', (chunk) => told.push(chunk) || connection.pause());
  connection.on('end', () => told.push(null));
  connection.on('error', (error) => told.destroy(error));
  connection.on('close', () => told.destroy());
  return told;
}
