/** New versions of documents that an application has already: each application has its own policy. */
import type { DeliveryState } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { RuleMatch } from '../rules/match-rules.ts';

interface VersionKey {
  readonly firmId: string;
  readonly clientId: string;
  readonly documentId: string;
  readonly versionId: string;
}

/** A match, with whether a person is asked first: the application wants it so for a new version of what it has. */
export type DecidedMatch = RuleMatch & { readonly isAsked?: boolean };

/** Where a partner has an older version, or may have it. One that never left is replaced, whatever the policy. */
const partnerHasIt: readonly DeliveryState[] = ['sending', 'unknown', 'accepted', 'delivered', 'duplicate'];

/** @returns the matches that a delivery begins for, and those that nothing is sent for since the application has an older version */
export async function applyVersionPolicy(
  trx: Transaction<Schema>,
  arrival: VersionKey,
  matches: readonly RuleMatch[],
): Promise<{ sent: DecidedMatch[]; kept: RuleMatch[] }> {
  const choosy = matches.filter(({ rule }) => rule.versionPolicy !== 'send');
  const having = choosy.length === 0 ? new Set<string>() : await findHaving(trx, arrival);
  const isOlderThere = (match: RuleMatch) => having.has(match.rule.installationId);
  return {
    sent: matches
      .filter((match) => match.rule.versionPolicy !== 'never' || !isOlderThere(match))
      .map((match) => ({ ...match, isAsked: match.rule.versionPolicy === 'ask' && isOlderThere(match) })),
    kept: choosy.filter((match) => match.rule.versionPolicy === 'never' && isOlderThere(match)),
  };
}

/** The applications whose partners have, or may have, another version of the document, as this client’s. */
async function findHaving(
  trx: Transaction<Schema>,
  { firmId, clientId, documentId, versionId }: VersionKey,
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('deliveries')
    .select('installation_id')
    .distinct()
    .where('firm_id', '=', firmId)
    .where('document_id', '=', documentId)
    .where('version_id', '<>', versionId)
    .where('client_id', '=', clientId)
    .where('state', 'in', partnerHasIt)
    .execute();
  return new Set(rows.map((row) => row.installation_id));
}

/**
 * The folder whose rules concern an arrival: where the document is, but where it was dropped when an archive took it since, so that the
 * new version of an archived document goes the way of the first.
 */
export async function findDropPath(
  trx: Transaction<Schema>,
  {
    firmId,
    documentId,
    folderPath,
  }: Omit<VersionKey, 'versionId' | 'clientId'> & { readonly folderPath: string },
): Promise<string> {
  const source = await trx
    .selectFrom('documents')
    .innerJoin('folders', (join) =>
      join
        .onRef('folders.firm_id', '=', 'documents.firm_id')
        .onRef('folders.id', '=', 'documents.source_folder_id'),
    )
    .select('folders.path')
    .where('documents.firm_id', '=', firmId)
    .where('documents.id', '=', documentId)
    .where('documents.archived_at', 'is not', null)
    .executeTakeFirst();
  return source?.path ?? folderPath;
}
