import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { goodAccount } from './acd-client.ts';
import type { AcdFact } from './acd-fact.ts';

const refused = {
  status: 200,
  body: { codeRetour: 0, listeErreurs: [{ erreur: expect.any(String), description: expect.any(String) }] },
};

export const authenticationFacts: readonly AcdFact[] = [
  {
    fact: 'On the firm’s own server: POST {url}/CNX/api/v1/authentification JSON {identifiant, motDePasse, CNX} → UUID',
    async check({ acd }) {
      const { status, body } = await acd.signIn();
      expect({ status, body }).toEqual({
        status: 200,
        body: { UUID: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      });
      for (const field of ['identifiant', 'motDePasse', 'CNX']) {
        expect(await acd.signIn({ [field]: 'wrong' })).toMatchObject(refused);
        expect(await acd.signIn({ [field]: undefined })).toMatchObject(refused);
      }
      expect(await acd.signIn({ uuid: 'no such field here' })).toMatchObject(refused);
      const form = { body: new URLSearchParams(goodAccount) };
      expect((await acd.call('POST', '/authentification', form)).status).toBe(400);
      const broken = { body: '{', type: 'application/json' };
      expect((await acd.call('POST', '/authentification', broken)).status).toBe(400);
      expect((await acd.call('POST', '/../authentification')).status).toBe(404);
    },
    misread: {
      as: 'the UUID is called uuid',
      distort: distortObjects(({ UUID, ...rest }) => (UUID === undefined ? rest : { ...rest, uuid: UUID })),
    },
  },
  {
    fact: 'then headers UUID, CNX',
    async check({ acd }) {
      const uuid = await acd.uuid();
      expect((await acd.call('GET', '/dossiers', { uuid })).status).toBe(200);
      for (const headers of [{}, { uuid: 'made-up' }, { uuid, cnx: null }, { uuid, cnx: 'AUTRE' }]) {
        expect((await acd.call('GET', '/dossiers', headers)).status).toBe(401);
      }
    },
    misread: { as: 'the CNX is not needed any more', distort: distortStatus(401, 200) },
  },
  {
    fact: '401 = UUID expired',
    async check({ acd, clock }) {
      await acd.order('PUT', '/acd/behaviour', { uuidLifetimeS: 90 });
      const uuid = await acd.uuid();
      clock.now += 89_000;
      expect((await acd.call('GET', '/dossiers', { uuid })).status).toBe(200);
      clock.now += 1000;
      expect(await acd.call('GET', '/dossiers', { uuid })).toMatchObject({ status: 401, body: null });
      expect(await acd.push(uuid)).toMatchObject({ status: 401, body: null });
      const second = await acd.uuid();
      expect((await acd.push(second)).status).toBe(201);
      await acd.order('POST', '/faults', { partner: 'acd', kind: 'expireTokens' });
      expect((await acd.push(second)).status).toBe(401);
      const third = await acd.uuid();
      const accounts = [{ identifiant: 'NAVETTE', motDePasse: 'nouveau' }];
      await acd.order('PUT', '/acd/credentials', { accounts });
      expect((await acd.push(third)).status).toBe(401);
      expect(await acd.signIn()).toMatchObject(refused);
      expect((await acd.push(await acd.uuid({ motDePasse: 'nouveau' }))).status).toBe(201);
      expect(await acd.received()).toHaveLength(2);
    },
    misread: { as: 'an expired UUID answers 403', distort: distortStatus(401, 403) },
  },
  {
    // B: public integrators' code.
    fact: 'a UUID that was not received may be a business error too, jetonNonRecu',
    async check({ acd }) {
      await acd.order('PUT', '/acd/behaviour', { badUuidIsBusinessError: true });
      const said = { status: 200, body: { codeRetour: 0, listeErreurs: [{ erreur: 'jetonNonRecu' }] } };
      expect(await acd.call('GET', '/dossiers')).toMatchObject(said);
      const uuid = await acd.uuid();
      await acd.order('POST', '/faults', { partner: 'acd', kind: 'expireTokens' });
      expect(await acd.push(uuid)).toMatchObject(said);
      expect(await acd.received()).toEqual([]);
      expect((await acd.push(await acd.uuid())).status).toBe(201);
    },
    misread: { as: 'it is always a 401', distort: distortStatus(200, 401) },
  },
  {
    fact: 'The login is not the e-mail',
    async check({ acd }) {
      expect(await acd.signIn({ identifiant: 'navette@cabinet.example' })).toMatchObject(refused);
      expect((await acd.signIn({ identifiant: 'NAVETTE' })).body).toHaveProperty('UUID');
    },
    misread: {
      as: 'the e-mail signs in as well',
      distort: distortObjects((object) => ('codeRetour' in object ? { UUID: 'given' } : object)),
    },
  },
  {
    fact: 'accounts with a second factor cannot connect — say so on failure',
    async check({ acd }) {
      const listeErreurs = [{ description: expect.stringContaining('double authentification') }];
      const said = { ...refused.body, listeErreurs };
      expect(await acd.signIn({ identifiant: 'MARTINE' })).toMatchObject({ status: 200, body: said });
      // It says so to those who know the password only.
      const wrong = await acd.signIn({ identifiant: 'MARTINE', motDePasse: 'wrong' });
      expect(wrong).toMatchObject(refused);
      expect(wrong.body).not.toMatchObject(said);
    },
    misread: {
      as: 'it looks like a wrong password',
      distort: distortObjects((object) =>
        'codeRetour' in object
          ? { ...object, listeErreurs: [{ erreur: 'identifiantsIncorrects', description: 'Incorrect.' }] }
          : object,
      ),
    },
  },
];
