/**
 * Inqom's states of a document, in ours:
 *
 *   Received, ToReview, Processing, ManualProcessing → accepted · Done → confirmed · Duplicate → duplicate · Deleted → rejected
 *
 * A `Done` with reasons stays confirmed: Inqom has the document and is finished with it, so that sending it again would only make a
 * duplicate. The reasons (an exercise locked, no journal) say why it may not be booked: they stand in `partnerStatus`, which
 * reads plainly `Done` only when nothing was left to say. A state that Inqom adds one day counts as accepted.
 */
import type { Receipt, Tracking } from '@navette/connector';
import type { DocumentAnswer } from './answers.ts';

const reasonWords: Readonly<Record<string, string>> = {
  ExerciseLockedForDates: 'l’exercice est verrouillé à ces dates',
  ExercisesNotFound: 'aucun exercice ne couvre ces dates',
  JournalNotFound: 'le journal est introuvable',
};

/** What became of a document. */
export function trackingOf(document: DocumentAnswer): Tracking {
  const partnerStatus = partnerStatusOf(document);
  switch (document.Status) {
    case 'Done':
      return { state: 'confirmed', partnerStatus, booked: partnerStatus === 'Done' };
    case 'Duplicate':
      return { state: 'duplicate', partnerStatus };
    case 'Deleted':
      return { state: 'rejected', partnerStatus, words: rejectionWords(document) };
    default:
      return { state: 'accepted', partnerStatus };
  }
}

/** The receipt of a document that Inqom has. One that was deleted since was received all the same: tracking then tells. */
export function receiptOf(document: DocumentAnswer): Receipt {
  const { state, ...tracking } = trackingOf(document);
  return { partnerRef: document.Id, state: state === 'rejected' ? 'accepted' : state, ...tracking };
}

function partnerStatusOf({ Status, StatusReasons, OrigineId }: DocumentAnswer): string {
  const details = Status === 'Duplicate' && OrigineId !== '' ? [`OrigineId ${OrigineId}`] : StatusReasons;
  return details.length === 0 ? Status : `${Status} (${details.join(', ')})`;
}

function rejectionWords({ StatusReasons }: DocumentAnswer): string {
  const reasons = StatusReasons.map((reason) => reasonWords[reason] ?? reason);
  return ['supprimé chez Inqom', ...reasons].join(' ; ');
}
