import type { Rule } from '@navette/api';
import {
  type DocumentType,
  NavetteError,
  type PathPattern,
  PatternError,
  type Period,
  parsePattern,
  pathKey,
  patternProblems,
  periodAt,
  renderPattern,
} from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { feedsItself } from './feeds-itself.ts';

export interface NewRule {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType;
  readonly archivePath: string | null;
}

/**
 * Adds a rule to an application. @throws NavetteError `not_found`; `rule_never_matches` for a path that means nothing;
 * `rule_exists`; `rule_feeds_itself` when an archive path is the source of a rule of the firm
 */
export async function createRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  given: NewRule,
): Promise<Rule> {
  const { firmId } = caller;
  const installation = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!installation) throw new NavetteError('not_found');
  const source = readPattern(given.sourcePath);
  const archive = given.archivePath === null ? null : readPattern(given.archivePath);
  refuseUnknownValues(source, archive);
  await lockRulesOf(trx, firmId);
  const others = await selectRules(trx, firmId).execute();
  const all = [
    ...others,
    { sourcePath: source.source, archivePath: archive?.source ?? null, withSubfolders: given.withSubfolders },
  ];
  if (feedsItself(all)) throw new NavetteError('rule_feeds_itself');
  const id = platform.newId();
  const inserted = await trx
    .insertInto('rules')
    .values({
      firm_id: firmId,
      id,
      installation_id: installationId,
      source_path: source.source,
      source_key: pathKey(source.source),
      with_subfolders: given.withSubfolders,
      document_type: given.documentType,
      archive_path: archive?.source ?? null,
      created_at: platform.clock().toISOString(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['firm_id', 'installation_id', 'source_key'])
        .where('removed_at', 'is', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new NavetteError('rule_exists');
  const rule = (await listRules(platform, trx, firmId, installationId)).find((each) => each.id === id);
  if (!rule) throw new NavetteError('not_found');
  await recordAudit(platform, trx, caller, {
    action: 'rule.created',
    subjectKind: 'rule',
    subjectId: id,
    subjectName: rule.sourcePath,
    details: { installationId, documentType: rule.documentType, archivePath: rule.archivePath },
  });
  return rule;
}

/** The rules of an application, oldest first, each with the path it means today. */
export async function listRules(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<Rule[]> {
  const now = await firmPeriod(platform, trx, firmId);
  const rows = await selectRules(trx, firmId)
    .where('installation_id', '=', installationId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, meansToday: renderPattern(parsePattern(row.sourcePath), now) }));
}

/** Removes a rule and cancels its deliveries that have not left. @returns how many were cancelled @throws NavetteError `not_found` */
export async function removeRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  ruleId: string,
): Promise<number> {
  const { firmId } = caller;
  const at = platform.clock();
  const removed = await trx
    .updateTable('rules')
    .set({ removed_at: at.toISOString() })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('id', '=', ruleId)
    .where('removed_at', 'is', null)
    .returning('source_path as sourcePath')
    .executeTakeFirst();
  if (!removed) throw new NavetteError('not_found');
  const cancelled = await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', held_reason: null, ended_at: at.toISOString() })
    .where('firm_id', '=', firmId)
    .where('rule_id', '=', ruleId)
    .where('state', 'in', ['waiting', 'held'])
    .returning(['id as deliveryId', 'document_id as documentId', 'version_id as versionId'])
    .execute();
  for (const each of cancelled) {
    await recordHistory(platform, trx, {
      firmId,
      ...each,
      kind: 'cancelled',
      at,
      actor: { kind: 'user', name: caller.name },
    });
  }
  await recordAudit(platform, trx, caller, {
    action: 'rule.removed',
    subjectKind: 'rule',
    subjectId: ruleId,
    subjectName: removed.sourcePath,
    details: { installationId, cancelled: cancelled.length },
  });
  return cancelled.length;
}

function selectRules(trx: Transaction<Schema>, firmId: string) {
  return trx
    .selectFrom('rules')
    .select([
      'id',
      'installation_id as installationId',
      'source_path as sourcePath',
      'with_subfolders as withSubfolders',
      'document_type as documentType',
      'archive_path as archivePath',
    ])
    .where('firm_id', '=', firmId)
    .where('removed_at', 'is', null);
}

function readPattern(path: string): PathPattern {
  try {
    return parsePattern(path);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new NavetteError('rule_never_matches', { detail: patternProblems[error.problem].fr }, error);
  }
}

/** An archive path takes the values that the source path matched: it cannot name one that the source does not. */
function refuseUnknownValues(source: PathPattern, archive: PathPattern | null): void {
  const lacks =
    archive !== null && ((archive.hasYear && !source.hasYear) || (archive.hasMonth && !source.hasMonth));
  if (lacks)
    throw new NavetteError('rule_never_matches', {
      detail: 'l’archive nomme une variable absente du chemin de dépôt',
    });
}

/** A firm's rules are added one at a time, of whatever application, so that two cannot make a loop together. */
async function lockRulesOf(trx: Transaction<Schema>, firmId: string): Promise<void> {
  await trx.selectFrom('firms').select('id').where('id', '=', firmId).forNoKeyUpdate().execute();
}

async function firmPeriod(platform: Platform, trx: Transaction<Schema>, firmId: string): Promise<Period> {
  const firm = await trx
    .selectFrom('firms')
    .select('time_zone')
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
  return periodAt(platform.clock(), firm.time_zone);
}
