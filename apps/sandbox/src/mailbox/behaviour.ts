import { z } from 'zod';

/** A whole address, `@dext.cc` for all of a domain, or `*`; capitals do not matter. */
const pattern = z.string().regex(/^(\*|[^\s@]*@[^\s@]+)$/, 'an address, @domain or * is expected');

/** How the SMTP server answers, and what becomes of what it took. */
export const mailboxBehaviour = z.strictObject({
  /** `550 5.1.1` at RCPT. */
  refuseRecipients: z.array(pattern).default([]),
  /** `451 4.2.1` at RCPT. */
  deferRecipients: z.array(pattern).default([]),
  /** Without it `530` at MAIL, with other values `535` at AUTH; `null`: anybody, with any password or none. */
  requireAuth: z.strictObject({ user: z.string(), pass: z.string() }).nullable().default(null),
  /** A larger message: `552`, at MAIL when its size is announced, else after its last byte. */
  maxBytes: z.number().int().positive().default(50_000_000),
  /** Taken, then sent back to the envelope sender. */
  bounceRecipients: z.array(pattern).default([]),
  /** `host:port` of the SMTP server that the bounces go to; `null`: they go nowhere, and the mail says so. */
  bounceVia: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, 'host:port is expected')
    .nullable()
    .default(null),
  /** `5.x.x`: failed for good; `4.x.x`: delayed. */
  bounceStatus: z
    .string()
    .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
    .default('5.1.1'),
  /** Whom collect addresses know, by the header `From`; others are ignored without a word. `null`: everybody. */
  allowedSenders: z.array(pattern).nullable().default(null),
  /** Offers STARTTLS, with a certificate that nobody vouches for. */
  startTls: z.boolean().default(false),
});

export type MailboxBehaviour = z.infer<typeof mailboxBehaviour>;

export function matchesAddress(patterns: readonly string[], address: string): boolean {
  const lower = address.toLowerCase();
  return patterns.some(
    (one) =>
      one === '*' || (one.startsWith('@') ? lower.endsWith(one.toLowerCase()) : one.toLowerCase() === lower),
  );
}
