/** What the suite orders, as orders to a proxy before a real HTTP server. */
import type { ProxiedRequest, ProxyFault } from '@navette/testkit';
import type { Fault } from './harness.ts';

type Matches = (request: ProxiedRequest) => boolean;

export interface DocumentRequests {
  /** Which requests carry a document. */
  readonly carries: Matches;
  /** Which ones make it count, where another one does. */
  readonly concludes?: Matches;
}

/** @throws TypeError for what no server does by itself */
export function toProxyFault(fault: Fault, { carries, concludes = carries }: DocumentRequests): ProxyFault {
  switch (fault.kind) {
    case 'status': {
      const { on, status, retryAfter, body: form = 'json' } = fault;
      const isPage = form === 'html';
      const headers = {
        'content-type': isPage ? 'text/html' : 'application/json',
        ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      };
      const body = isPage ? '<!DOCTYPE html><h1>Erreur</h1>' : '{"message":"non"}';
      return {
        kind: 'answer',
        answer: { status, headers, body },
        ...(on === 'deliver' && { matches: carries }),
      };
    }
    case 'cut':
      return { ...fault, matches: fault.when === 'after' ? concludes : carries };
    case 'withhold':
      return { ...fault, matches: concludes };
    default:
      throw new TypeError(`no server does ${fault.kind}`);
  }
}
