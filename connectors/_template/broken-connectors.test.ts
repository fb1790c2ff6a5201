/**
 * The suite itself, put to the test: connectors that are right but for one thing, each of which must fail exactly the case that
 * is about it. Not to be copied with the rest of the folder.
 */
import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type Session,
} from '@navette/connector';
import { conformanceCases, exampleHarness, runCase } from '@navette/connector/conformance';
import { expect, onTestFinished, test } from 'vitest';
import { connector as right } from './template.ts';

type Breakage = (session: Session, credentials: Credentials, context: ConnectorContext) => Partial<Session>;

function breakConnector(breakage: Breakage): Connector {
  return {
    manifest: right.manifest,
    open(credentials, context) {
      const session = right.open(credentials, context);
      return { ...session, ...breakage(session, credentials, context) };
    },
  };
}

/** @returns the names of the cases that a connector fails, on a partner of its own. */
async function failedCases(connector: Connector): Promise<string[]> {
  const partner = await exampleHarness.start();
  onTestFinished(() => partner.stop());
  const failed: string[] = [];
  for (const each of conformanceCases(connector.manifest))
    await runCase(each, connector, partner).catch(() => failed.push(each.name));
  return failed;
}

async function catching<Value>(
  work: Promise<Value>,
  recover: (error: DeliveryError) => Value | Promise<Value>,
) {
  return work.catch((error: unknown) => {
    if (!(error instanceof DeliveryError)) throw error;
    return recover(error);
  });
}

async function readWhole({ document }: DeliverRequest, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of document.open()) {
    if (signal.aborted) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function* cutUp(bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 65_536) yield bytes.subarray(offset, offset + 65_536);
}

const broken: Readonly<Record<string, { fails: string; breakage: Breakage }>> = {
  'repeats the secret in the cause of its error': {
    fails: 'check with a wrong secret is a matter of connection, and does not repeat it',
    breakage: (session, { secret }) => ({
      check: (signal) =>
        catching(session.check(signal), ({ code, params, answer }) => {
          const cause = code === 'credentials_rejected' ? new Error(`sent ${secret}`) : undefined;
          throw new DeliveryError(code, params, answer, cause);
        }),
    }),
  },
  'takes any web page for a welcome': {
    fails: 'check of an address that answers with a web page is a failure, and temporary',
    breakage: (session) => ({
      check: (signal) =>
        catching(session.check(signal), (error) => {
          if (error.code === 'partner_unreadable' && error.answer.httpStatus === 200)
            return { identity: 'someone' };
          throw error;
        }),
    }),
  },
  'does not hear the signal while it checks': {
    fails: 'check of a partner that never answers ends in time, as temporary',
    breakage: (session) => ({ check: () => session.check(AbortSignal.timeout(4_000)) }),
  },
  'reads the whole document before it sends it': {
    fails: 'a large document is streamed: it is read as it is sent, and not before',
    breakage: (session) => ({
      async deliver(request, signal) {
        const whole = await readWhole(request, signal).catch(() => null);
        if (whole === null || signal.aborted) return session.deliver(request, signal);
        const open = () => ReadableStream.from(cutUp(whole));
        return session.deliver({ ...request, document: { ...request.document, open } }, signal);
      },
    }),
  },
  'sends again by itself when the answer is lost': {
    fails: 'a connection cut once the document is stored leaves an unknown outcome, sent once',
    breakage: (session) => ({
      deliver: (request, signal) =>
        catching(session.deliver(request, signal), (error) => {
          if (error.class === 'unknown' && !signal.aborted) return session.deliver(request, signal);
          throw error;
        }),
    }),
  },
  'calls temporary a delivery that was aborted once stored': {
    fails: 'a delivery aborted once the document is stored leaves an unknown outcome, sent once',
    breakage: (session) => ({
      deliver: (request, signal) =>
        catching(session.deliver(request, signal), (error) => {
          throw signal.aborted ? new DeliveryError('partner_unreachable', {}, {}, error) : error;
        }),
    }),
  },
  'waits as long as it likes when it is told how long': {
    fails: 'a delivery answered 429 with a number of seconds waits that long',
    breakage: (session) => ({
      deliver: (request, signal) =>
        catching(session.deliver(request, signal), ({ code, params, answer }) => {
          throw new DeliveryError(code, params, { ...answer, retryAfterMs: 1_000 });
        }),
    }),
  },
  'does not find what it sent': {
    fails: 'a delivery that was accepted is found, with the same reference',
    breakage: (session) => {
      const sent = new Map<string, number>();
      return {
        async deliver(request, signal) {
          const receipt = await session.deliver(request, signal);
          sent.set(request.deliveryId, (sent.get(request.deliveryId) ?? 0) + 1);
          return receipt;
        },
        // Only what it knows that it sent, and sent once.
        find: async (request, signal) =>
          sent.get(request.deliveryId) === 1 ? null : ((await session.find?.(request, signal)) ?? null),
      };
    },
  },
  'lists the first page only': {
    fails: 'thousands of dossiers are listed, each once, as they are',
    breakage: (session) => ({
      async *listDossiers(signal) {
        let pages = 0;
        for await (const page of session.listDossiers?.(signal) ?? []) {
          // The last page is kept, so that what other cases add there is seen.
          if (pages++ === 0 || page.length < 500) yield page;
        }
      },
    }),
  },
  'tells of references that nobody knows': {
    fails: 'what became of a document is told, and nothing of one that the partner does not know',
    breakage: (session) => ({
      async track(clientKey, partnerRefs, signal) {
        const known = await session.track?.(clientKey, partnerRefs, signal);
        const unknown = { state: 'rejected', partnerStatus: 'gone', words: 'disparu' } as const;
        return new Map(partnerRefs.map((ref) => [ref, known?.get(ref) ?? unknown]));
      },
    }),
  },
  'fails when it is closed again': {
    fails: 'closing twice is safe',
    breakage: (session) => {
      let closings = 0;
      return {
        async close() {
          await session.close();
          // The case closes twice, and the suite once more.
          if (++closings === 2) throw new Error('already closed');
        },
      };
    },
  },
  'forgets a timer when it is closed': {
    fails: 'a session that worked, failed and was closed leaves no handle',
    breakage: (session) => {
      let timer: NodeJS.Timeout | undefined;
      return {
        deliver(request, signal) {
          timer ??= setTimeout(() => {}, 60_000);
          onTestFinished(() => clearTimeout(timer));
          return session.deliver(request, signal);
        },
      };
    },
  },
};

test('the connector that the broken ones are made of passes every case', { timeout: 60_000 }, async () => {
  expect(await failedCases(right)).toEqual([]);
});

test.each(Object.entries(broken))(
  'a connector that %s fails its case, and no other',
  { timeout: 60_000 },
  async (_, each) => {
    expect(await failedCases(breakConnector(each.breakage))).toEqual([each.fails]);
  },
);

test('the suite has as many cases as it had', () => {
  expect(conformanceCases(right.manifest)).toHaveLength(50);
  const unlisted = { ...right.manifest, listsDossiers: false, confirmation: 'none' } as const;
  expect(conformanceCases(unlisted)).toHaveLength(45);
});
