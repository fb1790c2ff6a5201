import { DeliveryError, type Receipt } from '@navette/connector';
import {
  type BrokenConnector,
  type BrokenConnectors,
  breakDeliver,
  breakDeliveryFailure,
  breakSession,
  countRead,
  httpExample,
  recode,
} from './break-connector.ts';

/** Where a broken connection turns up: `readShare` is how much of the document had been read. */
function misjudge(
  what: string,
  isMisjudged: (error: DeliveryError, readShare: number, signal: AbortSignal) => boolean,
): BrokenConnector {
  return breakDeliver(what, (deliver) => async (request, signal) => {
    const counted = countRead(request);
    return await deliver(counted.request, signal).catch((error: unknown) => {
      const readShare = counted.readBytes() / request.document.sizeBytes;
      const isMistaken =
        error instanceof DeliveryError &&
        error.code === 'partner_unreachable' &&
        isMisjudged(error, readShare, signal);
      throw isMistaken ? recode(error, 'outcome_unknown') : error;
    });
  });
}

const isReset = ({ answer }: DeliveryError) => answer.words !== 'ECONNREFUSED';

export const brokenInterruptions: BrokenConnectors = {
  'a delivery where nothing listens is temporary': breakDeliveryFailure(
    'cannot tell a server that is down from a lost answer',
    (error) => (error.answer.words === 'ECONNREFUSED' ? recode(error, 'outcome_unknown') : null),
  ),
  'a connection cut before the body is temporary, and nothing is there': misjudge(
    'fears for a document of which nothing had left',
    (error, readShare, { aborted }) => !aborted && isReset(error) && readShare < 0.5,
  ),
  'a connection cut in the middle of the body is temporary, and nothing is there': misjudge(
    'fears for a document of which half had left',
    (error, readShare, { aborted }) => !aborted && isReset(error) && readShare >= 0.5,
  ),
  'a connection cut once the document is stored leaves an unknown outcome, sent once': breakDeliver(
    'sends again by itself when the answer is lost',
    (deliver) => (request, signal) =>
      deliver(request, signal).catch((error: unknown) => {
        if (!(error instanceof DeliveryError) || error.class !== 'unknown' || signal.aborted) throw error;
        return deliver(request, signal);
      }),
  ),
  'a delivery that was never sent is not found': findsWhatNeverLeft(),
  'a delivery that was accepted is found, with the same reference': breakSession(
    'does not find what it sent itself',
    ({ deliver, find }) => {
      const sent = new Map<string, number>();
      return {
        async deliver(request, signal) {
          const receipt = await deliver(request, signal);
          sent.set(request.deliveryId, (sent.get(request.deliveryId) ?? 0) + 1);
          return receipt;
        },
        // Only what it knows that it sent, and sent once.
        find: async (request, signal) =>
          sent.get(request.deliveryId) === 1 ? null : ((await find?.(request, signal)) ?? null),
      };
    },
  ),
  'a delivery aborted before it starts is temporary, and nothing is there': breakDeliver(
    'looks at the signal only once it has begun',
    (deliver) => (request, signal) =>
      deliver(request, signal.aborted ? new AbortController().signal : signal),
  ),
  'a delivery aborted in the middle of the body is temporary, nothing is there, and its source is closed':
    misjudge(
      'fears for every document that was begun',
      (_error, readShare, { aborted }) => aborted && readShare > 0,
    ),
  'a delivery aborted once the document is stored leaves an unknown outcome, sent once': breakDeliveryFailure(
    'calls temporary a delivery that was aborted once stored',
    (error, _request, { aborted }) => (aborted ? recode(error, 'partner_unreachable') : null),
  ),
};

/** It remembers what was begun, over all its sessions, and lies only of the rest. */
function findsWhatNeverLeft(): BrokenConnector {
  const begun = new Set<string>();
  const receipt: Receipt = { partnerRef: '1', state: 'accepted' };
  return breakSession(
    'finds what never left',
    ({ deliver, find }) => ({
      deliver(request, signal) {
        begun.add(request.deliveryId);
        return deliver(request, signal);
      },
      find: async (request, signal) =>
        begun.has(request.deliveryId) ? ((await find?.(request, signal)) ?? null) : receipt,
    }),
    httpExample,
  );
}
