import type { ReceivedDocument } from '../../received/received-documents.ts';
import type { Inqom } from './inqom-parts.ts';
import type { DocumentStatus } from './seed.ts';

/**
 * How a document stands, worked out from its age: no timer, nothing to lose in a kill.
 *
 *   Received ──1 s──▶ Processing ──3 s──▶ Done, or the outcome that its dossier gives
 *   same bytes before in the dossier: Received ──▶ Processing ──2 s──▶ Duplicate, and only then with the first's id
 *   a person's order (`PUT /_sandbox/inqom/documents/{id}`) stands over both
 */
export interface Standing {
  readonly status: DocumentStatus;
  readonly reasons: readonly string[];
  readonly since: string;
  readonly origineId: number | null;
}

export function standingOf({ state, now }: Inqom, document: ReceivedDocument): Standing {
  const receivedAt = Date.parse(document.receivedAt);
  const { processingAfterMs, doneAfterMs, duplicateAfterMs } = state.behaviour;
  const stand = (status: DocumentStatus, afterMs: number, reasons: readonly string[] = []): Standing => ({
    status,
    reasons,
    since: new Date(receivedAt + afterMs).toISOString(),
    origineId: status === 'Duplicate' ? originOf(document) : null,
  });

  const forced = state.forcedOutcomes.get(document.id);
  if (forced) return { ...stand(forced.status, 0, forced.reasons), since: forced.at };

  const ageMs = now() - receivedAt;
  const isDuplicate = originOf(document) !== null;
  if (isDuplicate && ageMs >= duplicateAfterMs) return stand('Duplicate', duplicateAfterMs);
  if (!isDuplicate && ageMs >= doneAfterMs) {
    const outcome = state.dossiers.get(Number(document.dossier))?.outcome;
    return stand(outcome?.status ?? 'Done', doneAfterMs, outcome?.reasons);
  }
  return ageMs >= processingAfterMs ? stand('Processing', processingAfterMs) : stand('Received', 0);
}

function originOf(document: ReceivedDocument): number | null {
  const origin = document.details.origin;
  return typeof origin === 'number' ? origin : null;
}
