import { inspect } from 'node:util';
import { DeliveryError, type Session } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { maskSession } from './mask-session.ts';

const secret = 'secret-planté & "cité"';
const signal = new AbortController().signal;
const request = {
  deliveryId: 'd',
  clientKey: 'c',
  clientName: 'n',
  type: 'purchase',
  document: {
    ...{ name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: 1, sha256: 'x' },
    ...{ depositor: 'Claire', receivedOn: '2026-11-21' },
  },
} as const;

/** A partner that repeats what it was told, wherever it can. */
const echoing: Session = {
  check: async () => ({ identity: `compte de ${secret}` }),
  async *listDossiers() {
    yield [{ key: 'D1', name: `Dossier ${secret}`, siren: null, nic: null, active: true }];
    throw new TypeError(`Invalid header value: Bearer ${secret}`);
  },
  deliver: async () => {
    const cause = new Error(`POST https://x/?key=${encodeURIComponent(secret)}`, { cause: { sent: secret } });
    const words = `refusé : ${Buffer.from(secret).toString('base64')}`;
    throw new DeliveryError(
      'document_refused',
      { partner: 'P', words: secret },
      { words, httpStatus: 422 },
      cause,
    );
  },
  find: async () => ({ partnerRef: 'ref-1', state: 'accepted', partnerStatus: secret }),
  track: async () => new Map([['ref-1', { state: 'rejected', partnerStatus: 'x', words: secret }]]),
  close: async () => {},
};

const masked = maskSession(echoing, [secret], false);

/** As deep as a log would go. */
const shown = (value: unknown) => inspect(value, { depth: 10 }) + JSON.stringify(value);
const encoded = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), 'secret-planté'];

function expectNothing(value: unknown): void {
  for (const shape of encoded) expect(shown(value)).not.toContain(shape);
}

describe('what comes out of a connector', () => {
  it('repeats no secret in what it gives', async () => {
    expect(await masked.check(signal)).toEqual({ identity: 'compte de •••' });
    expect(await masked.find?.(request, signal)).toEqual({
      partnerRef: 'ref-1',
      state: 'accepted',
      partnerStatus: '•••',
    });
    expect([...((await masked.track?.('c', ['ref-1'], signal)) ?? [])]).toEqual([
      ['ref-1', { state: 'rejected', partnerStatus: 'x', words: '•••' }],
    ]);
  });

  it('repeats no secret in what it throws, its causes included, and stays the same failure', async () => {
    const failure = await masked
      .deliver({ ...request, document: undefined as never }, signal)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({
      code: 'document_refused',
      params: { partner: 'P', words: '•••' },
      answer: { words: 'refusé : •••', httpStatus: 422 },
    });
    expectNothing(failure);
  });

  it('repeats none in the middle of a list either', async () => {
    const seen: unknown[] = [];
    const read = async () => {
      for await (const page of masked.listDossiers?.(signal) ?? []) seen.push(page);
    };
    const failure = await read().catch((error: unknown) => error);
    expect(seen).toEqual([[{ key: 'D1', name: 'Dossier •••', siren: null, nic: null, active: true }]]);
    expect(failure).toMatchObject({ name: 'TypeError', message: 'Invalid header value: Bearer •••' });
    expectNothing(failure);
  });

  it('does not repeat a client’s key either, where that is a secret', async () => {
    const key = 'clé-d-un-client';
    const repeat = (told: string) => new DeliveryError('dossier_unknown', { partner: 'P', key: told });
    const telling: Session = {
      check: async () => ({ identity: key }),
      checkClientKey: async (told) => ({ label: `Société de ${told}` }),
      deliver: async ({ clientKey }) => Promise.reject(repeat(clientKey)),
      find: async ({ clientKey }) => Promise.reject(repeat(clientKey)),
      track: async (told) => Promise.reject(repeat(told)),
      close: async () => {},
    };
    const about = { ...request, clientKey: key };
    const quiet = maskSession(telling, [secret], true);
    expect(await quiet.checkClientKey?.(key, signal)).toEqual({ label: 'Société de •••' });
    for (const call of [
      quiet.deliver({ ...about, document: undefined as never }, signal),
      quiet.find?.(about, signal),
      quiet.track?.(key, ['r'], signal),
    ]) {
      const thrown = await call?.catch((error: unknown) => error);
      expect(thrown).toMatchObject({ code: 'dossier_unknown', params: { key: '•••' } });
      expect(shown(thrown)).not.toContain(key);
    }
    const open = maskSession(telling, [secret], false);
    expect(await open.checkClientKey?.(key, signal)).toEqual({ label: `Société de ${key}` });
  });

  it('is left alone where there is nothing to mask, and has only the gestures that it had', async () => {
    const failure = new DeliveryError('partner_unreachable', { partner: 'P' });
    const plain = maskSession(
      { check: () => Promise.reject(failure), deliver: () => Promise.reject(failure), close: async () => {} },
      [secret],
      false,
    );
    expect(await plain.check(signal).catch((error: unknown) => error)).toBe(failure);
    expect(Object.keys(plain).sort()).toEqual(['check', 'close', 'deliver']);
  });
});
