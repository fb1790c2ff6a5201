import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DeliveryError } from './delivery-error.ts';

/** Public by their range, yet metadata services of hosting providers. Source: Alibaba Cloud and Azure documentation. */
const metadataAddresses = new Set(['100.100.100.200', '168.63.129.16']);

/** All that is routed on the public Internet today; outside lie old encodings of IPv4 such as `::127.0.0.1`. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * @param address an IPv4 or IPv6 address, without brackets
 * @returns whether it is an ordinary public address. Loopback, link-local (metadata services included), private, unique-local,
 * multicast, unspecified, reserved and shared addresses are not; an IPv4 address carried inside an IPv6 one (mapped, 6to4,
 * NAT64…) never is, since no partner publishes one. An unreadable address is not public.
 */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only exists on local scopes.
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalIpv6)) return false;
  return parsed.range() === 'unicast' && !metadataAddresses.has(address);
}

/** @throws DeliveryError `address_refused`, naming the host and not what it resolved to: that would map the inner network. */
export function refuseAddress(host: string): DeliveryError {
  return new DeliveryError('address_refused', { partner: host });
}

/**
 * A resolver that fails with `address_refused` as soon as one of a host's addresses is not public: a host that mixes both is
 * either misconfigured or trying to be picked on the second draw.
 */
export function guardLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = asList(found);
      if (error !== null) return callback(error, []);
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(refuseAddress(hostname), []);
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function asList(found: string | LookupAddress[]): LookupAddress[] {
  if (Array.isArray(found)) return found;
  return [{ address: found, family: ipaddr.isValid(found) && found.includes(':') ? 6 : 4 }];
}
