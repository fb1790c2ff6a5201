/**
 * The only way a connector reaches the network. Users type the partners' addresses, so every connection is checked on the
 * address that was really resolved, at the moment it is made: a name that changes between two look-ups gains nothing.
 */
import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici';
import { guardLookup, isPublicAddress, refuseAddress } from './address-guard.ts';
import type { GuardedFetch } from './contract.ts';
import { DeliveryError } from './delivery-error.ts';

export interface GuardedFetchOptions {
  /** What the operator allows although it is not public: `host` (any port) or `host:port`, IPv6 in brackets. */
  readonly allowedHosts: readonly string[];
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction;
}

export interface GuardedNetwork extends AsyncDisposable {
  readonly fetch: GuardedFetch;
  /** Ends every connection, requests under way included. Calling twice is safe. */
  close(): Promise<void>;
}

/**
 * Makes a `fetch` that refuses addresses the operator did not allow with DeliveryError `address_refused`.
 *
 * Redirects are never followed: the 3xx answer is returned to the caller. Following one would hand the secrets and the
 * document of the request to a host nobody chose; a connector whose partner redirects makes a second call, guarded again.
 * Request bodies given as streams are sent as they are read (backpressure up to the source), with HTTP/1.1: what was handed
 * over when a connection breaks must stay knowable. Failures of the network reject as `fetch` does.
 */
export function createGuardedFetch({
  allowedHosts,
  lookup = systemLookup,
}: GuardedFetchOptions): GuardedNetwork {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const agent = new Agent({ connect: guardConnector(allowed, lookup), allowH2: false });
  const guardedFetch: GuardedFetch = async (url, init) => {
    const { protocol, host } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:') throw refuseAddress(host === '' ? protocol : host);
    // The casts join two descriptions of the same standard: Node's own types and those of the package.
    const request: UndiciRequestInit = {
      ...(init as unknown as UndiciRequestInit),
      redirect: 'manual',
      dispatcher: agent,
    };
    if (init?.body instanceof ReadableStream) request.duplex = 'half';
    try {
      return (await undiciFetch(url, request)) as unknown as Response;
    } catch (error) {
      throw refusalWithin(error) ?? error;
    }
  };
  const close = () => agent.destroy();
  return { fetch: guardedFetch, close, [Symbol.asyncDispose]: close };
}

const systemLookup: LookupFunction = (hostname, options, callback) => dns.lookup(hostname, options, callback);

function guardConnector(allowed: ReadonlySet<string>, lookup: LookupFunction): buildConnector.connector {
  const open = buildConnector({ lookup, allowH2: false });
  const guarded = buildConnector({ lookup: guardLookup(lookup), allowH2: false });
  return (options, callback) => {
    const { hostname, protocol } = options;
    const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname.toLowerCase();
    const port = options.port === '' ? (protocol === 'https:' ? '443' : '80') : options.port;
    if (allowed.has(host) || allowed.has(`${host}:${port}`)) return open(options, callback);
    // A literal address is connected to without a look-up.
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) return callback(refuseAddress(hostname), null);
    guarded(options, callback);
  };
}

function refusalWithin(error: unknown): DeliveryError | null {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof DeliveryError) return each;
  return null;
}
