import { openScripted, scriptedRequest } from '@navette/connector/conformance';
import type { Reply } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { connector } from './cegid-loop.ts';

const { signal } = new AbortController();
const dayMs = 86_400_000;
const request = scriptedRequest({ clientKey: 'BOULANG01' });

/** A Cegid Loop with these dossiers; `list` and `store` may be changed while it runs. */
async function open(codes: readonly string[]) {
  const answers: { list: ((skip: number) => Reply) | null; store: Reply } = {
    list: null,
    store: { status: 200, body: { id: 'doc-1' } },
  };
  const dossiers = codes.map((code) => ({ code, libelle: `Dossier ${code}`, siret: '73282932000074' }));
  const opened = await openScripted(
    connector,
    (address) => ({ apiKey: 'cabinet:secret-de-la-cle', address }),
    ({ line }) => {
      if (line.startsWith('POST ')) return answers.store;
      const skip = Number(new URL(line.split(' ')[1] ?? '', 'http://x').searchParams.get('skip'));
      if (answers.list !== null) return answers.list(skip);
      return { status: 200, body: dossiers.slice(skip, skip + 50) };
    },
  );
  const lines = (start: string) => opened.seen.filter(({ line }) => line.startsWith(start)).length;
  return { ...opened, answers, pushes: () => lines('POST '), lists: () => lines('GET ') };
}

describe('never sends blindly', () => {
  it('to a code that is not there: nothing leaves', async () => {
    const { session, pushes } = await open(['AUTRE']);
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'dossier_unknown' });
    expect(pushes()).toBe(0);
  });

  it.each<[string, Reply]>([
    ['answers with an error', { status: 503, body: {} }],
    ['breaks off', null],
    ['answers with a web page', { status: 200, body: '<h1>Maintenance</h1>' }],
  ])('while the list %s: nothing leaves, and it is tried again', async (_, reply) => {
    const { session, answers, pushes } = await open(['BOULANG01']);
    answers.list = () => reply;
    await expect(session.deliver(request, signal)).rejects.toMatchObject({
      code: 'dossier_unverified',
      class: 'temporary',
    });
    expect(pushes()).toBe(0);
    answers.list = null;
    expect(await session.deliver(request, signal)).toMatchObject({ partnerRef: 'doc-1', state: 'accepted' });
  });

  it('with a key that is refused: it is a matter of credentials', async () => {
    const { session, answers } = await open([]);
    answers.list = () => ({ status: 401, body: { message: 'Access denied' } });
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'credentials_rejected' });
  });

  it('verifies once a day, and not for each document', async () => {
    const { session, clock, lists } = await open(['BOULANG01']);
    await session.deliver(request, signal);
    await Promise.all([session.deliver(request, signal), session.deliver(request, signal)]);
    const ofFirstDay = lists();
    expect(ofFirstDay).toBe(2);
    clock.nowMs += dayMs + 1;
    await session.deliver(request, signal);
    expect(lists()).toBe(2 * ofFirstDay);
  });

  it('asks once for many deliveries that begin together', async () => {
    const { session, lists, pushes } = await open(['BOULANG01']);
    await Promise.all(Array.from({ length: 8 }, () => session.deliver(request, signal)));
    expect([lists(), pushes()]).toEqual([2, 8]);
  });

  it('looks anew for a code that has just been made, not more often than every 5 s', async () => {
    const { session, answers, clock, lists } = await open(['AUTRE']);
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'dossier_unknown' });
    const before = lists();
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'dossier_unknown' });
    expect(lists()).toBe(before);
    clock.nowMs += 6_000;
    answers.list = (skip) => ({ status: 200, body: skip === 0 ? [{ code: 'BOULANG01' }] : [] });
    expect((await session.deliver(request, signal)).state).toBe('accepted');
  });

  it('to a dossier that is closed', async () => {
    const { session, answers } = await open([]);
    answers.list = (skip) => ({ status: 200, body: skip === 0 ? [{ code: 'BOULANG01', actif: false }] : [] });
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'dossier_inactive' });
  });
});

describe('what the push answers', () => {
  it('goes to its dossier, with its type and its name', async () => {
    const { session, seen } = await open(['BOULANG01']);
    await session.deliver({ ...request, type: 'sales' }, signal);
    const { searchParams } = new URL(seen.at(-1)?.line.split(' ')[1] ?? '', 'http://x');
    expect(Object.fromEntries(searchParams)).toEqual({
      context: 'BOULANG01',
      filename: 'Facture d’août.pdf',
      transaction: 'SALE',
    });
    expect(seen.at(-1)?.headers).toMatchObject({
      'x-apikey': 'cabinet:secret-de-la-cle',
      'content-length': '2000',
    });
  });

  it.each<[string, Reply, object]>([
    ['nothing', { status: 200, body: '', headers: { 'content-type': 'text/plain' } }, { partnerRef: null }],
    ['a reference', { status: 201, body: { id: 7 } }, { partnerRef: '7' }],
  ])('%s is a success', async (_, store, expected) => {
    const { session, answers } = await open(['BOULANG01']);
    answers.store = store;
    expect(await session.deliver(request, signal)).toMatchObject({ state: 'accepted', ...expected });
  });

  it.each([
    ['a web page in place of an answer', '<h1>Bienvenue</h1>'],
    ['an error inside a success', { error: { message: 'quota' } }],
  ])('%s leaves the outcome unknown', async (_, body) => {
    const { session, answers } = await open(['BOULANG01']);
    answers.store = { status: 200, body };
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'outcome_unknown' });
  });
});

it('ends where every page is the first one again', async () => {
  const { session, answers, lists } = await open([]);
  answers.list = () => ({ status: 200, body: [{ code: 'BOULANG01' }] });
  expect((await session.deliver(request, signal)).state).toBe('accepted');
  expect(lists()).toBe(2);
});

it('lists every page, each dossier once, and ends when a page is empty', async () => {
  const codes = Array.from({ length: 120 }, (_, index) => `D${index}`);
  const { session } = await open([...codes, 'D0']);
  const listed: string[] = [];
  for await (const page of session.listDossiers?.(signal) ?? []) listed.push(...page.map(({ key }) => key));
  expect(listed).toEqual(codes);
});
