import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LastingOrder } from './fault.ts';
import type { OrderedFaults } from './ordered-faults.ts';
import { resetSocket } from './reset-socket.ts';

/** Makes the ordered faults happen to every request under `app`, on the real sockets. `stop` ends the delays. */
export function obeyFaults(
  app: FastifyInstance,
  partner: string,
  faults: OrderedFaults,
  stop: AbortSignal,
): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', faults.watch(partner, request.raw.socket));
    const kind = request.routeOptions.config.routeKind;
    for (const order of faults.touching(partner, kind, 'arrival')) {
      if (order.kind === 'delay') {
        await delay(order.ms, reply, stop);
      } else if (order.kind === 'status') {
        return answerStatus(order, reply);
      } else {
        reply.hijack();
        if (order.kind === 'drop' && order.when === 'middle') await readHalf(request.raw);
        resetSocket(request.raw.socket);
        return reply;
      }
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode >= 300 || reply.isRefusal) return payload;
    const kind = request.routeOptions.config.routeKind;
    for (const order of faults.touching(partner, kind, 'answer')) {
      if (order.kind === 'delay') {
        await delay(order.ms, reply, stop);
      } else if (order.kind === 'status') {
        return statusAnswer(order, reply);
      } else if (order.kind === 'drop' && order.when === 'middle') {
        return cutAnswer(String(payload), reply);
      } else {
        resetSocket(request.raw.socket);
        return payload;
      }
    }
    return payload;
  });
}

async function delay(ms: number, reply: FastifyReply, stop: AbortSignal): Promise<void> {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  await wait(ms, undefined, { signal: AbortSignal.any([left.signal, stop]) }).catch(() => undefined);
}

function answerStatus(order: Extract<LastingOrder, { kind: 'status' }>, reply: FastifyReply): FastifyReply {
  return reply.send(statusAnswer(order, reply));
}

/** Sets status and headers, @returns the body. */
function statusAnswer(order: Extract<LastingOrder, { kind: 'status' }>, reply: FastifyReply): string {
  reply.code(order.status).removeHeader('content-length');
  if (order.retryAfter !== undefined) reply.header('retry-after', order.retryAfter);
  switch (order.body) {
    case 'empty':
      reply.removeHeader('content-type');
      return '';
    case 'html':
      reply.type('text/html; charset=utf-8');
      return `<!DOCTYPE html><html><head><title>${order.status}</title></head><body><h1>${order.status}</h1></body></html>`;
    case 'json':
      reply.type('application/json; charset=utf-8');
      return JSON.stringify({ Message: `Réponse ${order.status} demandée au bac à sable.` });
  }
}

function cutAnswer(payload: string, reply: FastifyReply): Readable {
  const bytes = Buffer.from(payload);
  reply.header('content-length', bytes.length);
  async function* half(): AsyncGenerator<Buffer> {
    yield bytes.subarray(0, Math.floor(bytes.length / 2));
    throw new Error('answer cut on order');
  }
  return Readable.from(half());
}

/** Reads half of the body that was announced (or its first piece, when no length was) and no more. */
async function readHalf(request: IncomingMessage): Promise<void> {
  const half = Number(request.headers['content-length'] ?? 0) / 2;
  let read = 0;
  await new Promise<void>((resolve) => {
    request.once('close', resolve).once('end', resolve);
    request.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read >= half) resolve();
    });
  });
  request.pause();
}
