import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives every answer its `request-id`, those of a fault and of an unknown address included, and the gateway's own errors
 * (`ERR-…`) the details that carry the same id. The application's errors keep details that are an empty text.
 */
export function nameAnswers(app: FastifyInstance, now: () => number): void {
  app.addHook('preSerialization', async (request, reply, payload) =>
    isGatewayError(payload)
      ? { error: { ...payload.error, details: detailsOf(request, reply, now()) } }
      : payload,
  );
  app.addHook('onSend', async (_request, reply) => {
    requestIdOf(reply);
  });
}

function requestIdOf(reply: FastifyReply): string {
  if (!reply.hasHeader('request-id')) reply.header('request-id', `req-${randomUUID()}`);
  return String(reply.getHeader('request-id'));
}

function isGatewayError(payload: unknown): payload is { error: { code: string } } {
  const { error } = (payload ?? {}) as { error?: { code?: unknown } };
  return typeof error?.code === 'string' && error.code.startsWith('ERR-');
}

function detailsOf(request: FastifyRequest, reply: FastifyReply, now: number) {
  const path = request.originalUrl.split('?')[0] ?? '';
  return {
    url: `${request.protocol}://${request.host}${path}`,
    method: request.method,
    requestedAt: formatTime(new Date(now)),
    requestId: requestIdOf(reply),
  };
}

/** `07 Jul 2023, 17:58:18` */
function formatTime(time: Date): string {
  return time.toLocaleString('en-GB', {
    timeZone: 'UTC',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
