import { DeliveryError } from '@navette/connector';
import {
  type BrokenConnectors,
  breakCheckFailure,
  breakDeliveryFailure,
  breakSession,
  lineExample,
  recode,
} from './break-connector.ts';

export const brokenChecks: BrokenConnectors = {
  'check with good credentials says who was reached, without a secret': breakSession(
    'does not say whom it reached',
    ({ check }) => ({ check: async (signal) => ({ ...(await check(signal)), identity: ' ' }) }),
  ),
  'check with a wrong secret is a matter of connection, and does not repeat it': breakCheckFailure(
    'repeats the secret in the cause of its error',
    ({ code, params, answer }, { credentials }) =>
      code === 'credentials_rejected'
        ? new DeliveryError(code, params, answer, new Error(`sent ${credentials.secret}`))
        : null,
  ),
  'check where nothing listens is temporary': breakCheckFailure(
    'takes a server that is down for a wrong password',
    (error) => (error.answer.words === 'ECONNREFUSED' ? recode(error, 'credentials_rejected') : null),
  ),
  'check of a partner that never answers ends in time, as temporary': breakSession(
    'does not hear the signal while it checks',
    ({ check }) => ({ check: () => check(AbortSignal.timeout(15_000)) }),
  ),
  'check of an address that answers with a web page is a failure, and temporary': breakSession(
    'takes any web page for a welcome',
    ({ check }) => ({
      check: (signal) =>
        check(signal).catch((error: unknown) => {
          if (error instanceof DeliveryError && error.answer.httpStatus === 200)
            return { identity: 'someone' };
          throw error;
        }),
    }),
  ),
  'check of an address that redirects hands no secret to another host': breakSession(
    'follows a redirect wherever it leads',
    ({ check }, { context, credentials }) => ({
      async check(signal) {
        const first = await context.fetch(`${credentials.address}/me`, { signal }).catch(() => null);
        const { secret = '' } = credentials;
        const location = first?.headers.get('location');
        await first?.body?.cancel();
        if (location)
          await context.fetch(location, { headers: { secret: encodeURIComponent(secret) }, signal });
        return await check(signal);
      },
    }),
  ),
  'an address that the operator did not allow is refused as such': breakCheckFailure(
    'takes a forbidden address for one that is down',
    (error) => (error.code === 'address_refused' ? recode(error, 'partner_unreachable') : null),
  ),
  'what a check finds out is given, and held to from then on': {
    ...lineExample,
    what: 'trusts a server whose fingerprint changed',
    connector: {
      ...lineExample.connector,
      open(credentials, context) {
        const session = lineExample.connector.open(credentials, context);
        const trusting = lineExample.connector.open({ ...credentials, fingerprint: '' }, context);
        return {
          ...session,
          async check(signal) {
            const { identity, learned } = await trusting.check(signal);
            return credentials.fingerprint || learned === undefined ? { identity } : { identity, learned };
          },
        };
      },
    },
  },
};

export const brokenClientKeys: BrokenConnectors = {
  'a client is connected by a key that leads somewhere': breakSession(
    'gives a dossier an empty name',
    ({ checkClientKey }) => ({
      async checkClientKey(clientKey, signal) {
        await checkClientKey?.(clientKey, signal);
        return { label: '' };
      },
    }),
  ),
  'a client is not connected by a key that leads nowhere: a matter of mapping': breakSession(
    'connects a client to a dossier that does not exist',
    () => ({ checkClientKey: async () => ({ label: null }) }),
  ),
  'an unknown dossier is a matter of mapping': breakDeliveryFailure(
    'blames the document for a dossier that does not exist',
    (error) => (error.code === 'dossier_unknown' ? recode(error, 'document_refused') : null),
  ),
  'a client key that opens something by itself is repeated nowhere': breakSession(
    'repeats the secret key of a client in its error',
    ({ deliver }) => ({
      deliver: (request, signal) =>
        deliver(request, signal).catch((error: unknown) => {
          if (!(error instanceof DeliveryError) || error.code !== 'dossier_unknown') throw error;
          throw new DeliveryError(error.code, { ...error.params, key: request.clientKey });
        }),
    }),
    lineExample,
  ),
};
