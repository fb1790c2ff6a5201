import { DeliveryError, type Dossier, type Session } from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import {
  type BrokenConnector,
  type BrokenConnectors,
  breakDeliver,
  breakDeliveryFailure,
  breakFetch,
  breakSession,
  recode,
} from './break-connector.ts';

function misread(what: string, status: number, code: ErrorCode): BrokenConnector {
  return breakDeliveryFailure(what, (error) =>
    error.answer.httpStatus === status ? recode(error, code) : null,
  );
}

/** Reads a 429 as if it asked for no wait at all, when what it says of the wait is like this. */
function doNotWait(what: string, isSaid: (retryAfter: string | null) => boolean): BrokenConnector {
  return breakFetch(what, (fetch) => async (url, init) => {
    const answer = await fetch(url, init);
    if (answer.status !== 429 || !isSaid(answer.headers.get('retry-after'))) return answer;
    return new Response(answer.body, { status: answer.status, headers: { 'retry-after': '0' } });
  });
}

export const brokenAnswers: BrokenConnectors = {
  'a delivery answered 401, whatever is asked, is about the credentials': misread(
    'takes 401 for a passing error',
    401,
    'partner_error',
  ),
  'a delivery answered 403, whatever is asked, is about the credentials': misread(
    'blames the document for a 403',
    403,
    'document_refused',
  ),
  'a delivery answered 500, whatever is asked, is temporary': misread(
    'gives up at a 500',
    500,
    'document_refused',
  ),
  'a delivery answered 503, whatever is asked, is temporary': misread(
    'fears for a document answered 503',
    503,
    'outcome_unknown',
  ),
  'a delivery answered 429 with a number of seconds waits that long': breakDeliveryFailure(
    'waits as long as it likes when it is told how long',
    ({ code, params, answer }) => new DeliveryError(code, params, { ...answer, retryAfterMs: 1_000 }),
  ),
  'a delivery answered 429 with a date waits until then': doNotWait('cannot read a date', (retryAfter) =>
    /[a-z]/i.test(retryAfter ?? ''),
  ),
  'a delivery answered 429 without more waits all the same': doNotWait(
    'does not slow down unless told how long',
    (retryAfter) => retryAfter === null,
  ),
  'a delivery answered with a web page of an error is temporary, and shows no markup': breakDeliveryFailure(
    'shows people the markup of an error',
    ({ code, params, answer }) =>
      answer.httpStatus === 502
        ? new DeliveryError(code, params, { ...answer, words: '<h1>Erreur</h1>' })
        : null,
  ),
  'a token that expired is renewed, and the document arrives once': breakFetch(
    'asks for a token once and for all',
    (fetch) => {
      let first: string | null = null;
      return async (url, init) => {
        if (!String(url).endsWith('/token')) return await fetch(url, init);
        if (first !== null) return Response.json(JSON.parse(first));
        const answer = await fetch(url, init);
        if (!answer.ok) return answer;
        const text = await answer.text();
        if (text.startsWith('{')) first = text;
        return new Response(text, answer);
      };
    },
  ),
  'a refusal told inside a success is a failure, and no receipt': breakDeliver(
    'takes every 200 for a receipt',
    (deliver) => (request, signal) =>
      deliver(request, signal).catch((error: unknown) => {
        if (!(error instanceof DeliveryError) || error.answer.httpStatus !== 200) throw error;
        return { partnerRef: null, state: 'accepted' };
      }),
  ),
};

async function* listOf({ listDossiers }: Session, signal: AbortSignal): AsyncGenerator<readonly Dossier[]> {
  yield* listDossiers?.(signal) ?? [];
}

export const brokenLists: BrokenConnectors = {
  'the list of dossiers holds the one that takes documents, once': breakSession(
    'leaves a dossier out',
    (session) => ({
      async *listDossiers(signal) {
        for await (const page of listOf(session, signal)) yield page.filter(({ key }) => key !== 'D1');
      },
    }),
  ),
  'an account without dossiers has an empty list': breakSession(
    'fails where there is nothing',
    (session) => ({
      async *listDossiers(signal) {
        for await (const page of listOf(session, signal)) {
          if (page.length === 0) throw new DeliveryError('partner_unreadable', { partner: 'Exemple' });
          yield page;
        }
      },
    }),
  ),
  'thousands of dossiers are listed, each once, as they are': breakSession(
    'lists the first page only',
    (session) => ({
      async *listDossiers(signal) {
        for await (const page of listOf(session, signal)) return yield page;
      },
    }),
  ),
  'a dossier that the partner shows twice is listed once': breakSession(
    'lists a dossier as often as it is shown',
    (session, { context, credentials }) => ({
      async *listDossiers(signal) {
        const { user, secret, address } = credentials;
        const body = JSON.stringify({ user, secret });
        const signIn = await context.fetch(`${address}/token`, { method: 'POST', body, signal });
        const { token } = (await signIn.json()) as { token: string };
        const headers = { authorization: `Bearer ${token}` };
        // The first page as it comes, the others as they should.
        const first = await context.fetch(`${address}/dossiers?page=1`, { headers, signal });
        const { dossiers } = (await first.json()) as { dossiers: Dossier[] };
        yield dossiers;
        const listed = new Set(dossiers.map(({ key }) => key));
        for await (const page of listOf(session, signal)) yield page.filter(({ key }) => !listed.has(key));
      },
    }),
  ),
  'what became of a document is told, and nothing of one that the partner does not know': breakSession(
    'tells of references that nobody knows',
    ({ track }) => ({
      async track(clientKey, partnerRefs, signal) {
        const known = await track?.(clientKey, partnerRefs, signal);
        const unknown = { state: 'rejected', partnerStatus: 'gone', words: 'disparu' } as const;
        return new Map(partnerRefs.map((ref) => [ref, known?.get(ref) ?? unknown]));
      },
    }),
  ),
};
