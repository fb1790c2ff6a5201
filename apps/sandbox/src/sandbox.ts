import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { obeyFaults } from './faults/obey-faults.ts';
import { OrderedFaults } from './faults/ordered-faults.ts';
import { addFaultRoutes } from './faults/routes.ts';
import { openJournal } from './journal.ts';
import { listen } from './listen.ts';
import { startMailbox } from './mailbox/mailbox.ts';
import { addPageRoutes } from './page/routes.ts';
import { partners as openPartners } from './partners/list.ts';
import type { Partner } from './partners/partner.ts';
import { ReceivedDocuments } from './received/received-documents.ts';
import { addReceivedRoutes } from './received/routes.ts';

export interface SandboxOptions {
  /** Where what was received is kept. One sandbox at a time may use it. */
  readonly dataFolder: string;
  /** 0 = any free port; absent = 4781, or the next free one. */
  readonly port?: number | undefined;
  /** 0 = any free port; absent = 4782, or the next free one. */
  readonly mailboxPort?: number | undefined;
  /** Absent = any free port. */
  readonly smtpPort?: number | undefined;
  /** By partner name, its accounts and dossiers; a partner that is absent takes its default. */
  readonly seed?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds since 1970; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`: the page, the control API and, under `/<partner>`, each partner. */
  readonly url: string;
  readonly mailboxUrl: string;
  /** `smtp://127.0.0.1:<port>` */
  readonly smtpUrl: string;
  /** Stops within a second, connections in use included. */
  close(): Promise<void>;
}

/** Starts the partner tools, their control API and page, and the mailbox. Throws when the seed or a port is not usable. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  await using opened = new AsyncDisposableStack();
  mkdirSync(options.dataFolder, { recursive: true });
  const { journal, entries } = openJournal(join(options.dataFolder, 'journal.jsonl'));
  opened.defer(() => journal.close());
  const received = new ReceivedDocuments(options.dataFolder, journal, entries);
  const partners = Object.entries(openPartners).map(([name, open]) =>
    open({
      seed: options.seed?.[name],
      received,
      journal,
      entries: entries.filter((entry) => entry.about === name),
      now,
    }),
  );
  const mailbox = await startMailbox({
    folder: join(options.dataFolder, 'mailbox'),
    port: options.mailboxPort,
    smtpPort: options.smtpPort ?? 0,
    now,
  });
  opened.defer(() => mailbox.close());
  const faults = new OrderedFaults(now);
  const stop = new AbortController();
  const app = createServer(partners, faults, stop.signal);
  opened.defer(() => app.close());
  opened.defer(() => stop.abort());
  addReceivedRoutes(app, received);
  mailbox.addControl(app);
  addPageRoutes(app, { partners, received, faults, mailbox });
  app.post('/_sandbox/reset', async (_request, reply) => {
    received.clear();
    for (const partner of partners) partner.reset();
    faults.clear();
    mailbox.clear();
    return reply.code(204).send();
  });
  const url = await listen(app, options.port, 4781);
  mailbox.linkTo(url);
  const running = opened.move();
  return {
    url,
    mailboxUrl: mailbox.url,
    smtpUrl: mailbox.smtpUrl,
    close: () => running.disposeAsync(),
  };
}

function createServer(
  partners: readonly Partner[],
  faults: OrderedFaults,
  stop: AbortSignal,
): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.register(formbody);
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
    return reply.code(error.statusCode ?? 500).send({ error: error.message });
  });
  for (const partner of partners) {
    app.register(
      async (scope) => {
        obeyFaults(scope, partner.name, faults, stop);
        await scope.register(partner.routes);
      },
      { prefix: `/${partner.name}` },
    );
    app.register(partner.control, { prefix: `/_sandbox/${partner.name}` });
  }
  addFaultRoutes(app, partners, faults);
  return app;
}
