import dns from 'node:dns';
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { guardLookup, isPublicAddress, refuseAddress } from './address-guard.ts';

export interface GuardedTarget {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** What the operator allows although it is not public: `host` (any port) or `host:port`, IPv6 in brackets. */
  readonly allowedHosts: readonly string[];
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction;
}

export interface GuardedConnectOptions extends GuardedTarget {
  readonly signal: AbortSignal;
}

/**
 * Opens a TCP connection for what is not HTTP, with the guard of `createGuardedFetch`: checked on the address that was really
 * resolved. @returns a connected socket, which the caller closes. @throws DeliveryError `address_refused`; the system's error;
 * what the signal was aborted with
 */
export async function connectGuarded(options: GuardedConnectOptions): Promise<Socket> {
  const { host, port, signal } = options;
  const lookup = guardTarget(options);
  signal.throwIfAborted();
  // A dialogue of small messages would wait 40 ms for each: Nagle’s algorithm against delayed acknowledgements.
  const socket = connect({ host, port, lookup, noDelay: true });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/**
 * The same guard for a library that opens its connection itself: it must resolve by what comes back.
 * @throws DeliveryError `address_refused` for an address that is given as such
 */
export function guardTarget({
  host,
  port,
  allowedHosts,
  lookup = systemLookup,
}: GuardedTarget): LookupFunction {
  const name = isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
  const isAllowed = allowedHosts.some((each) => [name, `${name}:${port}`].includes(each.toLowerCase()));
  if (!isAllowed && isIP(host) !== 0 && !isPublicAddress(host)) throw refuseAddress(host);
  return isAllowed ? lookup : guardLookup(lookup);
}

const systemLookup: LookupFunction = (hostname, options, callback) => dns.lookup(hostname, options, callback);
