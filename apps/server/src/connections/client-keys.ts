/** The keys that name clients at partners: how they are cleaned, checked and kept. */
import { createHmac } from 'node:crypto';
import type { ClientKey, Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Keys } from '../keys/keys.ts';

/** Where in the row a key that is a secret is sealed. */
export function clientKeyPlace(connectionId: string): string {
  return `connections/${connectionId}/client_key`;
}

/**
 * A key as it is kept, from one that was pasted. @throws NavetteError `client_key_invalid` with an example of what is expected; of
 * an address, `key_without_at` and its like say what it lacks; a secret is not repeated
 */
export function cleanClientKey(
  { clientKey, partner }: Pick<Manifest, 'clientKey' | 'partner'>,
  given: string,
): string {
  const key = tidyKey(clientKey.kind, given);
  const { pattern, label, example, secret } = clientKey;
  const isWhole = pattern === undefined || new RegExp(`^(?:${pattern})$`, 'iu').test(key);
  if (isWhole && key !== '' && (secret || key.length <= longestReadableKey)) return key;
  throw new NavetteError(clientKey.kind === 'email' ? lackOf(key) : 'client_key_invalid', {
    ...{ partner, example, field: 'clientKey', key: secret ? '•••' : key.slice(0, longestReadableKey) },
    ...{ label: label.fr, labelEn: label.en },
  });
}

/** What an address lacks, where that is plain. */
function lackOf(address: string) {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'key_without_at';
  if (at === 0) return 'key_without_name';
  return /^[^.\s]+(\.[^.\s]+)+$/.test(address.slice(at + 1)) ? 'client_key_invalid' : 'key_without_domain';
}

/** An index holds those that are no secret. */
const longestReadableKey = 300;

function tidyKey(kind: ClientKey['kind'], given: string): string {
  const text = given.normalize('NFC').replace(/[\u200b\u2060\ufeff]/g, '');
  if (kind === 'code') return text.trim();
  const compact = text.replace(/\s/g, '');
  return kind === 'email' ? compact.replace(/^mailto:/i, '').toLowerCase() : compact;
}

/**
 * A key as the row of its connection holds it: itself, or its fingerprint where it is a secret, by which the same key twice is still
 * found. The fingerprint needs the master key: whoever reads the database alone cannot try keys against it, nor find one key in two
 * applications.
 */
export function keptForm(
  keys: Keys,
  { clientKey }: Pick<Manifest, 'clientKey'>,
  at: { readonly firmId: string; readonly installationId: string },
  key: string,
): string {
  return clientKey.secret ? printOf(keys, at, key) : key;
}

/** Keys of connections, sealed for their rows where they are secrets; in their order, none where they are not. */
export async function sealClientKeys(
  keys: Keys,
  trx: Transaction<Schema>,
  firmId: string,
  { clientKey }: Pick<Manifest, 'clientKey'>,
  connections: readonly { readonly id: string; readonly key: string }[],
): Promise<Uint8Array[]> {
  if (!clientKey.secret) return [];
  const values = connections.map(({ id, key }) => ({ place: clientKeyPlace(id), plain: key }));
  return keys.sealEachForFirm(trx, firmId, values);
}

const printLength = 16;

function printOf(
  keys: Keys,
  { firmId, installationId }: { readonly firmId: string; readonly installationId: string },
  key: string,
): string {
  const text = [firmId, installationId, key].join('/');
  const print = createHmac('sha256', keys.derive('fingerprints of client keys')).update(text).digest('hex');
  return `#${print.slice(0, printLength)}`;
}
