/** A session at a server that answers as a test tells it to. */
import { type Reply, type ScriptedServer, type SeenRequest, startScriptedServer } from '@navette/testkit';
import { onTestFinished } from 'vitest';
import type { Connector, Credentials, DeliverRequest, RateSeen, Session } from '../contract.ts';
import { openWorld } from '../open-world.ts';
import { makeDocument } from './document.ts';

export interface ScriptedSession {
  readonly session: Session;
  readonly seen: ScriptedServer['seen'];
  /** What the connector told the pacing. */
  readonly rates: readonly RateSeen[];
  readonly clock: { nowMs: number };
}

/** @param credentialsAt the values of the form, with the server's address where they need it. Closed when the test ends. */
export async function openScripted(
  connector: Connector,
  credentialsAt: (address: string) => Credentials,
  script: (request: SeenRequest) => Reply,
): Promise<ScriptedSession> {
  const server = await startScriptedServer(script);
  const clock = { nowMs: Date.now() };
  const world = openWorld({ allowedHosts: [server.host], now: () => clock.nowMs });
  const rates: RateSeen[] = [];
  const context = world.context({ noteRate: (seen) => rates.push(seen) });
  const session = connector.open(credentialsAt(server.address), context);
  onTestFinished(async () => {
    await session.close();
    await world.close();
    await server[Symbol.asyncDispose]();
  });
  return { session, seen: server.seen, rates, clock };
}

/** A delivery of a small document of its own. */
export function scriptedRequest(changes: Partial<DeliverRequest> = {}): DeliverRequest {
  return {
    deliveryId: '019a0000-0000-7000-8000-000000000001',
    clientKey: '2123',
    clientName: 'Boulangerie',
    type: 'purchase',
    document: makeDocument(2_000, { name: 'Facture d’août.pdf' }),
    ...changes,
  };
}
