/** The firm's mail as connectors have it: each mail over a connection of its own, guarded, its document streamed. */
import type { LookupFunction } from 'node:net';
import type { ConnectorMail, MailAnswer, MailToSend } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { isMailbox, startMessage } from './message.ts';
import type { MailRoute } from './route.ts';
import { openSmtpDialogue } from './smtp.ts';

export interface GuardedMailOptions {
  /** @returns the firm's route, `null` when it has no mail server. Asked for each mail, so that settings count at once. */
  readonly route: (signal: AbortSignal) => Promise<MailRoute | null>;
  /** Waits until a mail may leave. */
  readonly pace: (signal: AbortSignal | null) => Promise<void>;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction;
}

/** What servers say of an address that is none, in their own numbers (RFC 3463 §3.2). */
const badMailbox = '501 5.1.3';

/** A connector's mail. Holds nothing: a connection lives as long as its mail, and ends with it whatever happens. */
export function createGuardedMail({ route, pace, now, lookup }: GuardedMailOptions): ConnectorMail {
  async function findRoute(signal: AbortSignal): Promise<MailRoute> {
    const found = await beforehand(signal, () => route(signal));
    if (found === null) throw new DeliveryError('mail_server_missing', {});
    return found;
  }

  const open = ({ server, allowedHosts }: MailRoute, signal: AbortSignal) =>
    openSmtpDialogue(server, lookup === undefined ? { allowedHosts } : { allowedHosts, lookup }, signal);

  return {
    async sender(signal) {
      return (await findRoute(signal)).server.from;
    },

    async check(signal) {
      const found = await findRoute(signal);
      await using dialogue = await open(found, signal);
      const { host, shownAs = host, from } = found.server;
      return { sender: from, server: shownAs, answer: dialogue.welcome };
    },

    async send(mail: MailToSend, signal): Promise<MailAnswer> {
      if (!isMailbox(mail.to))
        throw new DeliveryError('collect_address_refused', { key: mail.to, words: badMailbox });
      const found = await findRoute(signal);
      const { from } = found.server;
      const returnPath = found.returnPath(mail.deliveryId);
      await beforehand(signal, () => pace(signal));
      await using dialogue = await open(found, signal);
      if (dialogue.welcome.status >= 300) return dialogue.welcome;
      const message = startMessage(mail, from, new Date(now()), signal);
      const answer = await dialogue.send(returnPath ?? from.address, mail.to, message);
      // Whoever knows it could make this delivery fail.
      return returnPath === null ? answer : { ...answer, words: answer.words.replaceAll(returnPath, '…') };
    },
  };
}

/** What is interrupted or fails before anything was said to a server leaves nothing behind: it may be tried again. */
async function beforehand<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    const words = error instanceof Error ? error.name : 'Error';
    throw new DeliveryError('partner_unreachable', { partner: 'SMTP' }, { words }, error);
  }
}
