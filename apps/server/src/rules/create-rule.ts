import type { Rule } from '@navette/api';
import { type DocumentType, NavetteError, pathKey } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { listRules } from './list-rules.ts';
import { findConflict, type NewRule, readRule, throwProblem } from './refuse-rule.ts';
import { findInstallation } from './select-rules.ts';

export type GivenRule = NewRule & { readonly documentType: DocumentType };

/**
 * Adds a rule to an application, for every client connected to it, now and later, or for those that will be listed. What arrives
 * from now on leaves by it. @throws NavetteError `not_found`; `rule_never_matches` for a path that means nothing; `rule_type_refused`;
 * `rule_exists`; `rule_feeds_itself` when an archive path is the source of a rule of the firm. The last two name the other as `ruleId`
 */
export async function createRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  given: GivenRule,
  scope: 'all' | 'listed' = 'all',
): Promise<Rule> {
  const { firmId } = caller;
  const installation = await findInstallation(platform, trx, firmId, installationId);
  const { read, problem } = readRule(given, installation.manifest);
  if (problem !== null) throwProblem(problem);
  await lockRulesOf(trx, firmId);
  const conflict = await findConflict(trx, firmId, installation, given, read);
  if (conflict !== null) throwProblem(conflict);
  const id = platform.newId();
  await trx
    .insertInto('rules')
    .values({
      firm_id: firmId,
      id,
      installation_id: installationId,
      source_path: read.source.source,
      source_key: pathKey(read.source.source),
      with_subfolders: given.withSubfolders,
      document_type: given.documentType,
      archive_path: read.archive?.source ?? null,
      scope,
      created_at: platform.clock().toISOString(),
    })
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'rule.created',
    subjectKind: 'rule',
    subjectId: id,
    subjectName: read.source.source,
    details: {
      installationId,
      documentType: given.documentType,
      archivePath: read.archive?.source ?? null,
      scope,
    },
  });
  return getRule(platform, trx, caller, installationId, id);
}

/** One rule, as `listRules` gives it. @throws NavetteError `not_found` */
export async function getRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  id: string,
): Promise<Rule> {
  const rule = (await listRules(platform, trx, caller, installationId)).find((each) => each.id === id);
  if (!rule) throw new NavetteError('not_found');
  return rule;
}

/** A firm's rules are added one at a time, of whatever application, so that two cannot make a loop together. */
export async function lockRulesOf(trx: Transaction<Schema>, firmId: string): Promise<void> {
  await trx.selectFrom('firms').select('id').where('id', '=', firmId).forNoKeyUpdate().execute();
}
