/** The mailbox behind the sandbox's SMTP server, as whoever runs that server sees it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

const messages = z.array(
  z.object({
    id: z.string(),
    envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
    from: z.string(),
    messageId: z.string().nullable(),
    deliveryId: z.string().nullable(),
    attachments: z.array(z.object({ name: z.string() })),
    bounced: z.object({ error: z.string().nullable() }).nullable(),
  }),
);

export interface Mail {
  /** As the SMTP conversation said. */
  readonly from: string;
  readonly to: readonly string[];
  /** As the header says. */
  readonly sender: string;
  readonly messageId: string | null;
  /** Of `X-Navette-Delivery`. */
  readonly deliveryId: string | null;
  /** SHA-256 of each document in it. */
  readonly documents: readonly string[];
  readonly isBounced: boolean;
}

/** Every mail, oldest first, its documents decoded. */
export async function readMails(mailboxUrl: string): Promise<Mail[]> {
  const listed = messages.parse(await (await fetch(`${mailboxUrl}/messages`)).json());
  return Promise.all(
    listed.map(async ({ id, envelope, from, messageId, deliveryId, attachments, bounced }) => ({
      ...{ from: envelope.from, to: envelope.to, sender: from, messageId, deliveryId },
      isBounced: bounced !== null && bounced.error === null,
      documents: await Promise.all(
        attachments.map(async (_, index) => {
          const answer = await fetch(`${mailboxUrl}/mail/${id}/attachments/${index}`);
          return createHash('sha256')
            .update(Buffer.from(await answer.arrayBuffer()))
            .digest('hex');
        }),
      ),
    })),
  );
}

/** Orders how the SMTP server answers; what is not named goes on. */
export async function orderMailbox(sandboxUrl: string, behaviour: object): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/mailbox/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(behaviour),
  });
  if (!answer.ok) throw new Error(`The mailbox refused the order: ${await answer.text()}`);
}
