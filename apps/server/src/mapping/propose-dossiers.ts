import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { createProposer, type FoundDossier, searchDossiers } from './find-proposals.ts';
import { loadMapping } from './load-mapping.ts';

interface Proposal extends FoundDossier {
  readonly usedBy: { readonly id: string; readonly name: string } | null;
  readonly isUsed: boolean;
}

/**
 * Dossiers that a client may be, or those that a search finds: at most twenty, each with who has it.
 * @throws NavetteError as `loadMapping`; `not_found` for a client that the caller does not see, or that is archived
 */
export async function proposeDossiers(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { client: clientId, attributeId, search = '' }: ProposalQuery,
): Promise<Proposal[]> {
  const mapping = await loadMapping(platform, trx, caller, installationId, { attributeId });
  const client = mapping.clients.find(({ id, isSeen }) => isSeen && id === clientId);
  if (!client) throw new NavetteError('not_found');
  const { comparison, users, seenNames } = mapping;
  const found =
    search.trim() === '' ? createProposer(mapping).propose(client) : searchDossiers(mapping, search);
  return found.map((dossier) => {
    const userId = users.get(comparison.dossierId(dossier.key));
    const name = userId === undefined ? undefined : seenNames.get(userId);
    const isOther = userId !== undefined && userId !== clientId;
    return {
      ...dossier,
      isUsed: isOther,
      usedBy: isOther && name !== undefined ? { id: userId, name } : null,
    };
  });
}

interface ProposalQuery {
  readonly client: string;
  readonly attributeId?: string | undefined;
  readonly search?: string | undefined;
}
