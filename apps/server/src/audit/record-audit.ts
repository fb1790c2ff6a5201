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
  { action, subjectKind, subjectId, subjectName, details = {} }: AuditedAction,
): Promise<void> {
  const { firmId } = actor;
  const id = platform.newId();
  const who = describeActor(actor);
  const personal = {
    salt: platform.newId(),
    actorName: who.name,
    subjectName,
    details: JSON.stringify(details),
  };
  await trx
    .insertInto('audit_entries')
    .values({
      firm_id: firmId,
      id,
      at: platform.clock().toISOString(),
      action,
      actor_kind: who.kind,
      actor_id: who.id,
      subject_kind: subjectKind,
      subject_id: subjectId,
      details_sha256: sha256(personalText(personal)),
    })
    .execute();
  await trx
    .insertInto('audit_details')
    .values({
      firm_id: firmId,
      entry_id: id,
      salt: personal.salt,
      actor_name: who.name,
      subject_name: subjectName,
      details: personal.details,
    })
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
