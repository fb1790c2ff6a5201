import type { Manifest } from '@navette/connector';
import { type AttributeFacts, loadAttributes } from '../attributes/list-attributes.ts';
import { foldForSearch } from '../clients/search-key.ts';
import type { FirmTransaction } from '../database/tenancy.ts';

/** Columns of a file of connected clients that are no attribute and not the key. */
export const connectionHeaders = { client: 'Dossier client', label: 'Libellé' } as const;

/** Attributes that name a client beside its name, in the order in which they are asked: its code, its SIRET. */
export async function loadNamingAttributes(trx: FirmTransaction, firmId: string): Promise<AttributeFacts[]> {
  const attributes = await loadAttributes(trx, firmId);
  const ofKind = (kind: AttributeFacts['kind']) => attributes.filter((each) => each.kind === kind);
  return [...ofKind('code'), ...ofKind('siret')];
}

/**
 * The header of the column of keys: what the application calls them, and whose they are where an attribute of clients is called so
 * too (« Code dossier » of the firm, « Code dossier (ACD) »).
 */
export function keyHeader(
  { clientKey, partner }: Pick<Manifest, 'clientKey' | 'partner'>,
  attributes: readonly Pick<AttributeFacts, 'label'>[],
): string {
  const { fr } = clientKey.label;
  const others = [connectionHeaders.client, connectionHeaders.label, ...attributes.map(({ label }) => label)];
  return others.some((other) => foldForSearch(other) === foldForSearch(fr)) ? `${fr} (${partner})` : fr;
}
