import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { personalText, sha256 } from './entry-text.ts';

export interface AuditedAction {
  /** Past tense, `subject.verb`, in small letters: `client.created`, `member.deactivated`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  /** As people know it, at that moment. */
  readonly subjectName: string | null;
  /** What was changed, from what to what. Never a secret. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditActor =
  | (Pick<FirmCaller, 'firmId' | 'userId' | 'name' | 'agent'> & { readonly apiKey?: FirmCaller['apiKey'] })
  | { readonly firmId: string; readonly system: true }
  /** Whoever holds the terminal of the server. */
  | { readonly firmId: string; readonly operator: true };

/** The task that seals a firm's entries. */
export const sealTask = 'audit.seal';

/** Writes that somebody did something, in the transaction that does it. Sealed within seconds of its commit (`audit/seal.ts`). */
export async function recordAudit(
  platform: Pick<Platform, 'newId' | 'clock' | 'jobs'>,
  trx: FirmTransaction,
  actor: AuditActor,
  action: AuditedAction,
): Promise<void> {
  await recordAuditOfEach(platform, trx, actor, [action]);
}

/** The same of many things at once, each its entry. */
export async function recordAuditOfEach(
  platform: Pick<Platform, 'newId' | 'clock' | 'jobs'>,
  trx: FirmTransaction,
  actor: AuditActor,
  actions: readonly AuditedAction[],
): Promise<void> {
  if (actions.length === 0) return;
  const { firmId } = actor;
  const who = describeActor(actor);
  const at = platform.clock().toISOString();
  const entries = actions.map(({ action, subjectKind, subjectId, subjectName, details = {} }) => {
    const id = platform.newId();
    const salt = platform.newId();
    const personal = { salt, actorName: who.name, subjectName, details: JSON.stringify(details) };
    return { id, action, subjectKind, subjectId, personal };
  });
  await trx
    .insertInto('audit_entries')
    .values(
      entries.map(({ id, action, subjectKind, subjectId, personal }) => ({
        firm_id: firmId,
        id,
        at,
        action,
        actor_kind: who.kind,
        actor_id: who.id,
        subject_kind: subjectKind,
        subject_id: subjectId,
        details_sha256: sha256(personalText(personal)),
      })),
    )
    .execute();
  await trx
    .insertInto('audit_details')
    .values(
      entries.map(({ id, personal }) => ({
        firm_id: firmId,
        entry_id: id,
        salt: personal.salt,
        actor_name: who.name,
        subject_name: personal.subjectName,
        details: personal.details,
      })),
    )
    .execute();
  // A key shared by the firm's transactions would make each wait for the others.
  await platform.jobs.add(trx, sealTask, { firmId }, { oncePerTransaction: true });
}

function describeActor(actor: AuditActor) {
  if ('system' in actor) return { kind: 'system' as const, id: null, name: null };
  if ('operator' in actor) return { kind: 'operator' as const, id: null, name: null };
  if (actor.agent !== null) return { kind: 'agent' as const, id: actor.agent.id, name: actor.agent.name };
  if (actor.apiKey) return { kind: 'api_key' as const, id: actor.apiKey.id, name: actor.apiKey.name };
  return { kind: 'user' as const, id: actor.userId, name: actor.name };
}
