import { openScripted, scriptedRequest } from '@navette/connector/conformance';
import type { Reply, SeenRequest } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { connector } from './acd.ts';

const { signal } = new AbortController();
const password = 'Mot de passe & "secret"';
const request = scriptedRequest({ clientKey: 'ZZCCA' });
const told = (erreur: string, description: string): Reply => ({
  status: 200,
  body: { codeRetour: 0, description: 'KO', listeErreurs: [{ erreur, description }] },
});
const welcome: Reply = { status: 200, body: { UUID: 'UUID-SECRET-1' } };
const stored: Reply = {
  status: 201,
  body: { Id: 111960, Nom: 'a.pdf', DateHeureDepot: '2026-11-21T10:00:00' },
};

/** @param script `undefined` leaves the sign-in to succeed */
const open = (script: (request: SeenRequest) => Reply | undefined) =>
  openScripted(
    connector,
    (address) => ({ address: `${address}/CNX`, username: 'EVODEV', password }),
    (asked) => {
      const reply = script(asked);
      return reply === undefined ? welcome : reply;
    },
  );

const isSignIn = ({ line }: SeenRequest) => line.endsWith('/authentification');

describe('signs in', () => {
  it('with its user name, its password and the connection, then with the UUID', async () => {
    const { session, seen } = await open((asked) => (isSignIn(asked) ? undefined : stored));
    expect(await session.deliver(request, signal)).toMatchObject({ partnerRef: '111960', state: 'accepted' });
    expect(seen[0]?.line).toBe('POST /CNX/api/v1/authentification');
    expect(JSON.parse(seen[0]?.body.toString() ?? '')).toEqual({
      identifiant: 'EVODEV',
      motDePasse: password,
      CNX: 'CNX',
    });
    expect(seen[1]?.line).toBe('POST /CNX/api/v1/panieres/documents?CodeDossier=ZZCCA');
    expect(seen[1]?.headers).toMatchObject({ uuid: 'UUID-SECRET-1', cnx: 'CNX' });
  });

  it('again, once, when the UUID has ended', async () => {
    const answers: Reply[] = [{ status: 401, body: {} }, stored];
    const { session, seen } = await open((asked) => (isSignIn(asked) ? undefined : answers.shift()));
    expect((await session.deliver(request, signal)).partnerRef).toBe('111960');
    expect(seen.filter(isSignIn)).toHaveLength(2);
  });

  it('not with an account that has a second factor, and says so', async () => {
    const { session } = await open(() => told('doubleAuthentification', 'Double authentification requise'));
    await expect(session.check(signal)).rejects.toMatchObject({
      code: 'partner_second_factor',
      class: 'connection',
    });
  });

  it('not with a wrong password, told inside a 200 or by a status, and never repeats it', async () => {
    for (const reply of [told('identifiantsInvalides', `Refusé : ${password}`), { status: 401, body: {} }]) {
      const { session } = await open(() => reply);
      const failure = await session.check(signal).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'credentials_rejected' });
      expect(JSON.stringify(failure)).not.toContain('Mot de passe');
    }
  });
});

it.each<[string, Reply, string]>([
  ['an unknown dossier', told('dossierInconnu', 'Le dossier ZZCCA est inconnu'), 'dossier_unknown'],
  ['a dossier that is closed', told('', 'Le dossier ZZCCA est clôturé'), 'dossier_inactive'],
  ['a file that is too large', told('tailleMax', 'Fichier trop volumineux'), 'document_too_large'],
  ['a format', told('', 'Extension non autorisée'), 'format_refused'],
  ['anything else', told('autre', 'Erreur 12'), 'document_refused'],
  [
    'an error without a word',
    { status: 200, body: { codeRetour: '0', listeErreurs: [] } },
    'document_refused',
  ],
  ['a success that cannot be read', { status: 200, body: { codeRetour: 1 } }, 'outcome_unknown'],
  ['a code of return that nobody knows', { status: 200, body: { codeRetour: 2 } }, 'outcome_unknown'],
  ['a web page', { status: 200, body: '<p>IIS</p>' }, 'outcome_unknown'],
  ['a gateway that gave up', { status: 504, body: {} }, 'outcome_unknown'],
  ['a server that is being restarted', { status: 503, body: {} }, 'partner_error'],
])('tells of %s', async (_, reply, code) => {
  const { session } = await open((asked) => (isSignIn(asked) ? undefined : reply));
  await expect(session.deliver(request, signal)).rejects.toMatchObject({ code });
});

it('reads the dossiers whatever their fields are called, each once', async () => {
  const list = [
    { Id: 'ZZCCA', Titre: 'Formation' },
    { CodeDossier: 'BOUL', Nom: 'Boulangerie', Siret: '732 829 320 00074' },
    { Code: 'VIEUX', Libelle: 'Ancien', Cloture: true },
    { Id: 'ZZCCA', Titre: 'Formation' },
  ];
  const { session } = await open((asked) => (isSignIn(asked) ? undefined : { status: 200, body: list }));
  const listed = [];
  for await (const page of session.listDossiers?.(signal) ?? []) listed.push(...page);
  expect(listed).toEqual([
    { key: 'ZZCCA', name: 'Formation', siren: null, nic: null, active: true },
    { key: 'BOUL', name: 'Boulangerie', siren: '732829320', nic: '00074', active: true },
    { key: 'VIEUX', name: 'Ancien', siren: null, nic: null, active: false },
  ]);
  expect(await session.checkClientKey?.('BOUL', signal)).toEqual({ label: 'Boulangerie' });
  await expect(session.checkClientKey?.('VIEUX', signal)).rejects.toMatchObject({ code: 'dossier_inactive' });
  await expect(session.checkClientKey?.('RIEN', signal)).rejects.toMatchObject({ code: 'dossier_unknown' });
});
