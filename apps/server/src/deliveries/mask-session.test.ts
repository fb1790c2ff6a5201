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

const masked = maskSession(echoing, [secret]);

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

  it('is left alone where there is nothing to mask, and has only the gestures that it had', async () => {
    const failure = new DeliveryError('partner_unreachable', { partner: 'P' });
    const plain = maskSession(
      { check: () => Promise.reject(failure), deliver: () => Promise.reject(failure), close: async () => {} },
      [secret],
    );
    expect(await plain.check(signal).catch((error: unknown) => error)).toBe(failure);
    expect(Object.keys(plain).sort()).toEqual(['check', 'close', 'deliver']);
  });
});
