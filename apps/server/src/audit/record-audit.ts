import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

export interface AuditedAction {
  /** Past tense, `subject.verb`: `client.created`, `member.deactivated`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  /** As people know it, at that moment. */
  readonly subjectName: string | null;
  /** What was changed, from what to what. Never a secret. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditActor =
  | Pick<FirmCaller, 'firmId' | 'userId' | 'name' | 'agent'>
  | { readonly firmId: string; readonly system: true };

/** Writes that somebody did something, in the transaction that does it. Sealed within seconds by a job (`audit/seal.ts`). */
export async function recordAudit(
  platform: Platform,
  trx: Transaction<Schema>,
  actor: AuditActor,
  { action, subjectKind, subjectId, subjectName, details = {} }: AuditedAction,
): Promise<void> {
  const id = platform.newId();
  const who = describeActor(actor);
  const personal = {
    salt: platform.newId(),
    actor_name: who.name,
    subject_name: subjectName,
    details: JSON.stringify(details),
  };
  await trx
    .insertInto('audit_entries')
    .values({
      firm_id: actor.firmId,
      id,
      at: platform.clock().toISOString(),
      action,
      actor_kind: who.kind,
      actor_id: who.id,
      subject_kind: subjectKind,
      subject_id: subjectId,
      details_sha256: createHash('sha256').update(JSON.stringify(personal)).digest('hex'),
    })
    .execute();
  await trx.insertInto('audit_details').values({ firm_id: actor.firmId, entry_id: id, ...personal }).execute();
}

function describeActor(actor: AuditActor) {
  if ('system' in actor) return { kind: 'system' as const, id: null, name: null };
  if (actor.agent !== null) return { kind: 'agent' as const, id: actor.agent.id, name: actor.agent.name };
  return { kind: 'user' as const, id: actor.userId, name: actor.name };
}
