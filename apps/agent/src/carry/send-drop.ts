/** Sends one drop under its key, through the gate. */
import { createApiClient, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { passCrashPoint } from '../crash.ts';
import { hashFile } from '../files/hash-file.ts';
import { lookAt } from '../files/identity.ts';
import type { Drop, Refusal } from '../journal/step.ts';
import { type Answer, understandAnswer } from '../send/answer.ts';
import type { Pass } from '../send/gate.ts';
import { FileChanged, type RawAnswer, uploadFile } from '../send/upload.ts';
import type { Ending } from './ending.ts';
import type { Carrier } from './place.ts';
import type { Fresh } from './take-up.ts';

export type Sent =
  | {
      readonly kind: 'received';
      readonly documentId: string;
      readonly sha256: string;
      readonly replayed: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | Extract<Ending, { kind: 'changed' | 'send_later' | 'closed' | 'rests' }>;

/** @param fresh what the file is now: it must stay so until the end @throws NavetteError `agent_revoked`; the signal's reason */
export async function sendDrop(drop: Drop, fresh: Fresh, carrier: Carrier): Promise<Sent> {
  const pass = await carrier.gate.enter(carrier.stopping);
  let answer: Answer;
  try {
    const raw = await exchange(drop, fresh, carrier);
    answer = understandAnswer(raw, drop.sha256 ?? '', carrier.server.url);
  } catch (error) {
    return endWithoutAnswer(error, drop, pass, carrier);
  }
  return conclude(answer, drop, pass, carrier);
}

async function endWithoutAnswer(error: unknown, drop: Drop, pass: Pass, carrier: Carrier): Promise<Sent> {
  if (error instanceof FileChanged) {
    pass.left();
    return endChanged(drop);
  }
  if (carrier.signal.aborted || error instanceof NavetteError) {
    pass.left();
    throw error;
  }
  pass.failed();
  const away = new NavetteError('server_unreachable', { url: carrier.server.url }, error);
  return { kind: 'send_later', isServer: true, error: away };
}

/** A file that is gone keeps its key, in case it comes back; one that changed settles again, and gets another. */
async function endChanged({ path, identity }: Drop): Promise<Sent> {
  const isGone = await lookAt(path, identity.inode !== null).then(
    (found) => found === null,
    () => false,
  );
  return { kind: isGone ? 'rests' : 'changed' };
}

function exchange(drop: Drop, { identity, bytes }: Fresh, carrier: Carrier): Promise<RawAnswer> {
  const { destination, key, path } = drop;
  const url = createApiClient({ baseUrl: carrier.server.url }).address(routes.uploadDocument, {
    params: { firm: destination.firmId, folder: destination.folderId },
    query: {
      name: destination.name,
      subPath: destination.subPath ?? undefined,
      documentType: destination.documentType ?? undefined,
      hotFolder: destination.hotFolder,
    },
  });
  return uploadFile({
    url,
    path,
    identity,
    bytes,
    agent: carrier.connections,
    signal: carrier.signal,
    stallMs: carrier.stallMs,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${carrier.server.token}`,
      'content-type': 'application/octet-stream',
      'content-digest': `sha-256=:${Buffer.from(drop.sha256 ?? '', 'hex').toString('base64')}:`,
      'idempotency-key': key,
    },
    onSent() {
      if (drop.state === 'planned') carrier.journal.note({ step: 'sent', drop: drop.id });
      passCrashPoint('sent');
    },
  });
}

async function conclude(answer: Answer, drop: Drop, pass: Pass, carrier: Carrier): Promise<Sent> {
  switch (answer.kind) {
    case 'received':
      pass.succeeded();
      return { ...answer, sha256: drop.sha256 ?? '' };
    case 'refused':
      pass.succeeded();
      return answer;
    case 'altered':
      pass.failed();
      return endAltered(drop, carrier);
    case 'key_taken':
      pass.succeeded();
      await carrier.journal.append({ step: 'done', drop: drop.id, outcome: 'changed' });
      return { kind: 'changed' };
    case 'closed':
      pass.succeeded();
      return answer;
    case 'away':
      pass.failed(answer.retryAfterMs);
      return { kind: 'send_later', error: answer.error, isServer: true };
    case 'failed':
      pass.failed();
      return { kind: 'send_later', error: answer.error, isServer: false };
  }
}

/** Either the way altered the bytes, or the file holds others than when it was read, without a trace in its times. */
async function endAltered(drop: Drop, carrier: Carrier): Promise<Sent> {
  const read = await hashFile(drop.path, drop.identity.inode !== null, carrier.signal).catch(() => null);
  if (read?.sha256 === drop.sha256) {
    return { kind: 'send_later', isServer: false, error: new NavetteError('digest_mismatch') };
  }
  await carrier.journal.append({ step: 'done', drop: drop.id, outcome: 'changed' });
  return { kind: 'changed' };
}
