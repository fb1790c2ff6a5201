import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { mailboxBehaviour } from './behaviour.ts';
import type { Messages } from './messages.ts';
import type { SmtpServer } from './smtp.ts';

/** `/_sandbox/mailbox/behaviour`, on the port of the mailbox and on that of the partners. What an order does not name goes on. */
export function addMailboxControl(app: FastifyInstance, messages: Messages, smtp: SmtpServer): void {
  const path = '/_sandbox/mailbox/behaviour';

  app.get(path, async () => messages.behaviour);

  app.put(path, async (request, reply) => {
    const order = z.record(z.string(), z.unknown()).safeParse(request.body);
    const asked = mailboxBehaviour.safeParse({ ...messages.behaviour, ...order.data });
    if (!order.success || !asked.success) {
      const error = order.error ?? asked.error ?? new z.ZodError([]);
      return reply.code(400).send({ error: z.prettifyError(error) });
    }
    messages.setBehaviour(asked.data);
    smtp.obeyBehaviour();
    return messages.behaviour;
  });
}
