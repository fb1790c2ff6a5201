/** What of a manifest decides which cases concern it. */
import { type AcceptedType, acceptsMediaType, limitsFor, type Manifest } from '../manifest.ts';

export const isHttp = ({ reach }: Manifest): boolean => reach === 'http';

/** Connections that a connector makes by itself, guarded. */
export const connects = ({ reach }: Manifest): boolean => reach === 'http' || reach === 'tcp';

/** There is a network on the way, which can fail. */
export const isRemote = ({ reach }: Manifest): boolean => reach !== 'files';

export const canBeLookedUp = ({ types }: Manifest): boolean =>
  types.some(({ afterUnknown }) => afterUnknown === 'lookup');

export const checksClientKey = ({ clientKey }: Manifest): boolean => clientKey.checked === 'when_connecting';

export const noticesClientKey = ({ clientKey }: Manifest): boolean => clientKey.checked !== 'never';

export const learns = ({ fields }: Manifest): boolean => fields.some(({ learned }) => learned);

export const hasSecrets = ({ fields }: Manifest): boolean => fields.some(({ secret }) => secret);

export const merges = ({ duplicates }: Manifest): boolean => duplicates === 'merged';

export const lists = ({ listsDossiers }: Manifest): boolean => listsDossiers;

export const isPolled = ({ confirmation }: Manifest): boolean => confirmation === 'poll';

export const takesPdf = (manifest: Manifest): boolean =>
  manifest.types.some(({ type }) => acceptsMediaType(limitsFor(manifest, type), 'application/pdf'));

/** Limits above this are not gone up to: the suite would only grow slow. */
export const testedLimitBytes = 64_000_000;

/** Partners without a limit of their own, or with a very large one, refuse nothing that the suite could send. */
export const limitsSize = (manifest: Manifest): boolean =>
  limitsFor(manifest, mainTypeOf(manifest).type).maxBytes <= testedLimitBytes;

/** The type most cases use: one that can be looked up, if there is any. */
export function mainTypeOf({ types }: Manifest): AcceptedType {
  const type = types.find(({ afterUnknown }) => afterUnknown === 'lookup') ?? types[0];
  if (type === undefined) throw new TypeError('the manifest accepts no type of document');
  return type;
}
