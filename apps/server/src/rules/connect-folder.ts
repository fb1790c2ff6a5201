import type { Rule } from '@navette/api';
import { type DocumentType, NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { type FirmCaller, runsApplications } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { connectedClients } from './concerned-clients.ts';
import { createRule, getRule, lockRulesOf } from './create-rule.ts';
import { isSameSource, readRule, throwProblem } from './refuse-rule.ts';
import { findInstallation, type StoredRule, selectRules } from './select-rules.ts';

export interface FolderToConnect {
  readonly sourcePath: string;
  readonly documentType: DocumentType;
  /** As the rule has it, or else as new ones do. */
  readonly withSubfolders?: boolean | undefined;
  readonly archivePath?: string | null | undefined;
  /** Also for the clients connected already: those that the caller sees. */
  readonly alsoConnected: boolean;
}

/**
 * Chooses a folder to connect clients for: the rule of that path and type, for listed clients, made when there is none. One for every
 * client of the application covers them all, and nothing is done. Again, it changes nothing.
 * @throws NavetteError as `createRule`; `not_allowed` where a rule must be made and the caller is no administrator; `rule_exists`, with
 * the rule, when one of that path sends another type, or otherwise than given
 */
export async function connectFolder(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  given: FolderToConnect,
): Promise<{ rule: Rule; isNew: boolean; extended: number }> {
  const { firmId } = caller;
  const { manifest } = await findInstallation(platform, trx, firmId, installationId);
  const whole = {
    ...given,
    withSubfolders: given.withSubfolders ?? true,
    archivePath: given.archivePath ?? null,
  };
  const { read, problem } = readRule(whole, manifest);
  if (problem !== null) throwProblem(problem);
  await lockRulesOf(trx, firmId);
  const wanted = { sourcePath: read.source.source, documentType: given.documentType };
  const existing = (await selectRules(trx, firmId, installationId)).find((rule) =>
    isSameSource(rule, wanted),
  );
  if (existing && isOtherwise(existing, given, read.archive?.source ?? null))
    throwProblem({ code: 'rule_exists', params: {}, field: 'sourcePath', ruleId: existing.id });
  if (!existing && !runsApplications(caller)) throw new NavetteError('not_allowed');
  const id = existing?.id ?? (await createRule(platform, trx, caller, installationId, whole, 'listed')).id;
  const isListed = existing === undefined || existing.scope === 'listed';
  const extended =
    given.alsoConnected && isListed ? await listConnected(platform, trx, caller, installationId, id) : 0;
  const rule = await getRule(platform, trx, caller, installationId, id);
  return { rule, isNew: existing === undefined, extended };
}

/** Whether a rule of the same path does something else than what was asked for. */
function isOtherwise(rule: StoredRule, given: FolderToConnect, archivePath: string | null): boolean {
  return (
    rule.documentType !== given.documentType ||
    (given.withSubfolders !== undefined && rule.withSubfolders !== given.withSubfolders) ||
    (given.archivePath !== undefined && rule.archivePath !== archivePath)
  );
}

/** @returns how many clients the rule now takes documents of, and did not */
async function listConnected(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  ruleId: string,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with concerned as (${connectedClients(caller, installationId)})
    insert into rule_connections (firm_id, installation_id, rule_id, connection_id)
    select ${caller.firmId}::uuid, ${installationId}::uuid, ${ruleId}::uuid, connection_id from concerned
    on conflict do nothing
    returning connection_id as id`.execute(trx);
  if (rows.length === 0) return 0;
  await recordAudit(platform, trx, caller, {
    action: 'rule.extended',
    subjectKind: 'rule',
    subjectId: ruleId,
    subjectName: null,
    details: { installationId, clients: rows.length },
  });
  return rows.length;
}
