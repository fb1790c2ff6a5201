/** The suite's partner for an application by e-mail: a collector behind a real mail server. */
import { type ConnectorMail, createGuardedMail, type MailServer, type Manifest } from '@navette/connector';
import type { ConformanceHarness, Fault, PartnerUnderTest } from '@navette/connector/conformance';
import { type Order, type StoredMail, startMailServer } from './test-mail-server.ts';

/** @param keys a client's key that takes documents, and one that leads nowhere */
export function mailHarness(
  manifest: Manifest,
  keys: Pick<PartnerUnderTest, 'clientKey' | 'unknownClientKey'>,
): ConformanceHarness {
  return {
    async start() {
      const server = await startMailServer();
      return {
        ...keys,
        credentials: {},
        allowedHosts: [],
        context: { mail: mailBy(server.settings) },
        elsewhere: (host, port) => ({ context: { mail: mailBy({ ...server.settings, host, port }) } }),
        received: async () => (await server.stored()).map((mail) => copyOf(manifest, mail)),
        order: async (fault) => server.obey(orderOf(fault)),
        clearFaults: async () => server.obey(null),
        stop: server.stop,
      };
    },
  };
}

/** Mail by one server, or by none, as the platform would give it to a connector. */
export function mailBy(
  server: MailServer | null,
  returnPath: string | null = null,
  allowedHosts: readonly string[] = server === null ? [] : [server.host],
): ConnectorMail {
  return createGuardedMail({
    route: async () => (server === null ? null : { server, allowedHosts, returnPath: () => returnPath }),
    pace: async () => {},
    now: Date.now,
  });
}

function copyOf(manifest: Manifest, { to, headers, attachments }: StoredMail) {
  const [document] = attachments;
  return {
    deliveryId: headers.get('x-navette-delivery') ?? null,
    clientKey: keyOf(manifest, to.join()),
    name: document?.name ?? '',
    sha256: document?.sha256 ?? '',
    readBytes: async () => document?.content ?? Buffer.alloc(0),
  };
}

/** The client's key that an address was made of. */
function keyOf({ types }: Manifest, address: string): string {
  for (const { partnerValue } of types) {
    const [before = '', after = ''] = partnerValue.split('{key}');
    if (address.startsWith(before) && address.endsWith(after))
      return address.slice(before.length, address.length - after.length);
  }
  return address;
}

function orderOf(fault: Fault): Order {
  if (fault.kind === 'cut' || fault.kind === 'withhold') return fault;
  throw new TypeError(`no mail server does ${fault.kind}`);
}
