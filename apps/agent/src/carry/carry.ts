/**
 * The way of one finished file: take up (its key on disk) → send → acknowledged, or refused → archive → done. It can be left
 * anywhere, by a crash too, and begun again: the journal says how far it went.
 */
import { isErrorCode, NavetteError } from '@navette/model';
import { passCrashPoint } from '../crash.ts';
import { errorCode } from '../files/error-code.ts';
import type { Identity } from '../files/identity.ts';
import type { Drop, Refusal } from '../journal/step.ts';
import { archive } from './archive.ts';
import type { Ending } from './ending.ts';
import type { Carrier, Place } from './place.ts';
import { refusalFor, removeReason, writeReason } from './refuse.ts';
import { sendDrop } from './send-drop.ts';
import { type Fresh, forget, takeUp, takeUpUnreadable } from './take-up.ts';

export interface FinishedFile {
  readonly path: string;
  readonly identity: Identity;
  /** It is there and its permissions refuse to let it be read. */
  readonly isUnreadable: boolean;
}

/** Carries a file that has settled. @throws NavetteError `agent_revoked`; the signal's reason */
export async function carryFile(file: FinishedFile, place: Place, carrier: Carrier): Promise<Ending> {
  const take = file.isUnreadable ? takeUpUnreadable : takeUp;
  const fresh = await take(file.path, file.identity, place, carrier);
  return typeof fresh === 'string' ? { kind: fresh } : carryDrop(fresh.id, place, carrier, fresh);
}

/** Carries a drop from where the journal left it. @param fresh what its file is now, if known @throws as `carryFile` */
export async function carryDrop(
  id: string,
  place: Place,
  carrier: Carrier,
  fresh: Fresh | null = null,
): Promise<Ending> {
  if (carrier.inHand.has(id)) return { kind: 'busy' };
  carrier.inHand.add(id);
  try {
    const drop = carrier.journal.drops.get(id);
    if (drop === undefined) return { kind: 'changed' };
    return await goOn(drop, fresh ?? { id, identity: drop.identity, bytes: null }, place, carrier);
  } finally {
    carrier.inHand.delete(id);
  }
}

async function goOn(begun: Drop, fresh: Fresh, place: Place, carrier: Carrier): Promise<Ending> {
  let drop = begun;
  if (drop.state === 'planned' || drop.state === 'sent') {
    const refusal = foreseeRefusal(drop, carrier);
    const sent =
      refusal === null ? await sendDrop(drop, fresh, carrier) : ({ kind: 'refused', refusal } as const);
    if (sent.kind === 'refused') drop = await refuse(drop, sent.refusal, carrier);
    else if (sent.kind === 'received') drop = await acknowledge(drop, sent, carrier);
    else return sent;
  }
  return drop.refused === null ? archiveReceived(drop, place, carrier) : settleRefused(drop, place, carrier);
}

/** What the platform would refuse for sure is not sent. */
function foreseeRefusal(drop: Drop, carrier: Carrier): Refusal | null {
  const { sizeBytes } = drop.identity;
  const limit = carrier.maxFileBytes();
  if (drop.sha256 === null) return refusalFor('file_unreadable', { path: drop.path });
  if (sizeBytes === 0) return refusalFor('empty_file');
  return limit !== null && sizeBytes > limit ? refusalFor('file_too_large', { limit }) : null;
}

async function acknowledge(
  drop: Drop,
  receipt: { readonly documentId: string; readonly replayed: boolean; readonly sha256: string },
  carrier: Carrier,
): Promise<Drop> {
  const { documentId, sha256, replayed } = receipt;
  passCrashPoint('answered');
  const at = carrier.clock().toISOString();
  await carrier.journal.append({ step: 'acknowledged', drop: drop.id, at, documentId, sha256 });
  passCrashPoint('acknowledged');
  carrier.tell({ event: 'received', path: drop.path, documentId, sha256, replayed });
  return current(drop, carrier);
}

async function refuse(drop: Drop, refusal: Refusal, carrier: Carrier): Promise<Drop> {
  await carrier.journal.append({
    step: 'refused',
    drop: drop.id,
    at: carrier.clock().toISOString(),
    refusal,
  });
  passCrashPoint('refused');
  carrier.tell({ event: 'refused', path: drop.path, ...refusal });
  return current(drop, carrier);
}

function current(drop: Drop, carrier: Carrier): Drop {
  return carrier.journal.drops.get(drop.id) ?? drop;
}

/** Only what was acknowledged by its SHA-256 may leave the deposit. */
async function archiveReceived(drop: Drop, place: Place, carrier: Carrier): Promise<Ending> {
  if (drop.acknowledged?.sha256 !== drop.sha256) throw new Error(`${drop.id} was not acknowledged`);
  return moveAway(drop, place, carrier, (target) =>
    carrier.tell(
      target === null
        ? { event: 'removed', path: drop.path }
        : { event: 'archived', path: drop.path, target },
    ),
  );
}

async function settleRefused(drop: Drop, place: Place, carrier: Carrier): Promise<Ending> {
  if (place.hotFolder.archiveDir === null) {
    await writeReason(drop, drop.path, carrier.language);
    return { kind: 'rests' };
  }
  return moveAway(drop, place, carrier, async (target) => {
    if (target !== null) await writeReason(drop, target, carrier.language);
    await removeReason(drop);
  });
}

/** How long a received file that is nowhere to be found is expected back (a share that was unmounted). */
const missingForMs = 30 * 24 * 3_600_000;

async function moveAway(
  drop: Drop,
  place: Place,
  carrier: Carrier,
  onMoved: (target: string | null) => void | Promise<void>,
): Promise<Ending> {
  try {
    const archived = await archive(drop, place, carrier);
    if (archived.kind === 'missing') return await endMissing(drop, carrier);
    if (archived.kind === 'changed') {
      await forget(drop, carrier);
      return { kind: 'changed' };
    }
    const target = archived.kind === 'moved' ? archived.target : null;
    await onMoved(target);
    const outcome = drop.refused !== null ? 'refused' : target === null ? 'removed' : 'archived';
    carrier.journal.note({ step: 'done', drop: drop.id, outcome });
    passCrashPoint('done');
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'archive_later', error: archiveError(error) };
  }
}

async function endMissing(drop: Drop, carrier: Carrier): Promise<Ending> {
  const ageMs = carrier.clock().getTime() - Date.parse(drop.at);
  if (ageMs > missingForMs) await forget(drop, carrier, 'vanished');
  return { kind: 'rests' };
}

function archiveError(error: unknown): NavetteError {
  if (error instanceof NavetteError && isErrorCode(error.code)) return error;
  const detail = errorCode(error) || (error instanceof Error ? error.message : String(error));
  return new NavetteError('archive_failed', { detail }, error);
}
