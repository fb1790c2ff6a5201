/** An Inqom that answers as a test tells it to, for what the sandbox does not do. It signs in whoever asks. */
import type { DeliverRequest } from '@navette/connector';
import { openScripted } from '@navette/connector/conformance';
import type { Reply, SeenRequest } from '@navette/testkit';
import { connector } from './inqom.ts';

export const secrets = { password: 'mot de passe & secret', clientSecret: 'client/secret+1' };
export const account = { username: 'presta@cabinet.example', ...secrets };

type Script = (request: SeenRequest) => Reply | undefined;

/** @param script what is answered; `undefined` leaves it to the defaults: `[]` to all reads */
export async function openScriptedInqom(script: Script = () => undefined) {
  let signedIn = 0;
  return openScripted(
    connector,
    (address) => ({ ...account, authAddress: `${address}/`, apiAddress: `${address}/` }),
    (asked) => {
      if (isSignIn(asked.line)) signedIn++;
      const reply = script(asked);
      if (reply !== undefined) return reply;
      return { status: 200, body: isSignIn(asked.line) ? tokenAnswer(signedIn) : [] };
    },
  );
}

/** `token-1`, `token-2`…, an hour each. */
function tokenAnswer(count: number) {
  return { access_token: `token-${count}`, expires_in: 3_600, token_type: 'Bearer' };
}

export function isSignIn(line: string): boolean {
  return line === 'POST /identity/connect/token';
}

export function isPush(line: string): boolean {
  return line.startsWith('POST /api/');
}

export function makeRequest(changes: Partial<DeliverRequest> = {}): DeliverRequest {
  const bytes = Buffer.from('%PDF-1.7 une facture');
  return {
    deliveryId: '019a0000-0000-7000-8000-000000000001',
    clientKey: '48211',
    clientName: 'Boulangerie',
    type: 'purchase',
    document: {
      name: 'Facture d’août.pdf',
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256: '0'.repeat(64),
      depositor: 'Camille Dupont',
      receivedOn: '2026-11-21',
      readEInvoice: async () => null,
      open: () => new Blob([bytes]).stream(),
    },
    ...changes,
  };
}

export function deadline(): AbortSignal {
  return AbortSignal.timeout(50_000);
}
