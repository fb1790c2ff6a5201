import dns from 'node:dns';
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { guardLookup, isPublicAddress, refuseAddress } from './address-guard.ts';

export interface GuardedConnectOptions {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** What the operator allows although it is not public: `host` (any port) or `host:port`, IPv6 in brackets. */
  readonly allowedHosts: readonly string[];
  readonly signal: AbortSignal;
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction;
}

/**
 * Opens a TCP connection for what is not HTTP, with the guard of `createGuardedFetch`: checked on the address that was really
 * resolved. @returns a connected socket, which the caller closes. @throws DeliveryError `address_refused`; the system's error;
 * what the signal was aborted with
 */
export async function connectGuarded(options: GuardedConnectOptions): Promise<Socket> {
  const { host, port, allowedHosts, signal, lookup = systemLookup } = options;
  const name = isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
  const isAllowed = allowedHosts.some((each) => [name, `${name}:${port}`].includes(each.toLowerCase()));
  if (!isAllowed && isIP(host) !== 0 && !isPublicAddress(host)) throw refuseAddress(host);
  signal.throwIfAborted();
  const socket = connect({ host, port, lookup: isAllowed ? lookup : guardLookup(lookup) });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

const systemLookup: LookupFunction = (hostname, options, callback) => dns.lookup(hostname, options, callback);
