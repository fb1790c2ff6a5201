import Fastify, { type FastifyInstance } from 'fastify';
import { listen } from '../listen.ts';
import { addMailboxControl } from './control.ts';
import { type Message, Messages } from './messages.ts';
import { addMailboxRoutes } from './routes.ts';
import { startSmtp } from './smtp.ts';

export interface Mailbox {
  readonly url: string;
  readonly smtpUrl: string;
  /** Oldest first. */
  list(): readonly Message[];
  /** Where its pages lead to for the partners. */
  linkTo(url: string): void;
  /** Its orders, also on another server. */
  addControl(app: FastifyInstance): void;
  clear(): void;
  close(): Promise<void>;
}

export interface MailboxOptions {
  readonly folder: string;
  readonly port: number | undefined;
  readonly smtpPort: number;
  readonly now: () => number;
}

/** Starts the development SMTP server and the page that shows what it received. */
export async function startMailbox({ folder, port, smtpPort, now }: MailboxOptions): Promise<Mailbox> {
  await using opened = new AsyncDisposableStack();
  const messages = new Messages(folder);
  opened.defer(() => messages.close());
  const smtp = await startSmtp(messages, smtpPort, now);
  opened.defer(() => smtp.close());
  const app = Fastify({ forceCloseConnections: true });
  opened.defer(() => app.close());
  let partnersUrl: string | null = null;
  addMailboxRoutes(app, messages, () => ({ smtpUrl: smtp.url, partnersUrl }));
  addMailboxControl(app, messages, smtp);
  const url = await listen(app, port, 4782);
  const running = opened.move();
  return {
    url,
    smtpUrl: smtp.url,
    list: () => messages.list(),
    linkTo(partners) {
      partnersUrl = partners;
    },
    addControl: (other) => addMailboxControl(other, messages, smtp),
    clear() {
      messages.clear();
      smtp.obeyBehaviour();
    },
    close: () => running.disposeAsync(),
  };
}
