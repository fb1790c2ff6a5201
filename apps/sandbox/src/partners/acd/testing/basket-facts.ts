import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makeDocument, makePdf } from '../../../testing/make-document.ts';
import type { AcdFact } from './acd-fact.ts';

const saying = (...words: string[]) => ({
  status: 200,
  body: {
    codeRetour: 0,
    listeErreurs: words.map((word) => ({ description: expect.stringContaining(word) })),
  },
});

export const basketFacts: readonly AcdFact[] = [
  {
    fact: 'GET /v1/dossiers',
    async check({ acd }) {
      const uuid = await acd.uuid();
      const more = Array.from({ length: 2000 }, (_, index) => ({
        code: `D${index}`,
        name: `Dossier ${index}`,
      }));
      await acd.order('PUT', '/acd/dossiers', more);
      const { status, body } = await acd.call('GET', '/dossiers', { uuid });
      expect(status).toBe(200);
      expect(body).toHaveLength(2009);
      expect(body).toContainEqual({
        CodeDossier: 'PORT01',
        Nom: 'Atelier Portalis',
        Siret: '78787878400035',
        Cloture: false,
      });
      expect(body).toContainEqual(expect.objectContaining({ CodeDossier: 'ASSO07', Siret: '' }));
      expect(body).toContainEqual(expect.objectContaining({ CodeDossier: 'SETT01', Cloture: true }));
      const none = await acd.call('GET', '/dossiers', { uuid: await acd.uuid({ identifiant: 'STAGIAIRE' }) });
      expect(none).toMatchObject({ status: 200, body: [] });
      expect((await acd.call('GET', '/dossiers/PORT01', { uuid })).status).toBe(404);
    },
    misread: {
      as: 'one page of a hundred',
      distort: (answer) => ({
        ...answer,
        body: Array.isArray(answer.body) ? answer.body.slice(0, 100) : answer.body,
      }),
    },
  },
  {
    // That it is a 201, with EtatOcerisation: B, public integrators' code.
    fact: 'POST /v1/panieres/documents?CodeDossier={code} multipart file → {Id, Nom, DateHeureDepot}',
    async check({ acd }) {
      const uuid = await acd.uuid();
      const { status, body } = await acd.push(uuid, { name: 'Facture n°12 – été.pdf' });
      expect({ status, body }).toEqual({
        status: 201,
        body: {
          Id: expect.any(Number),
          Nom: 'Facture n°12 – été.pdf',
          DateHeureDepot: '2026-11-21T10:00:00',
          EtatOcerisation: '_OCERISE',
        },
      });
      expect(await acd.push(uuid, { field: 'document' })).toMatchObject(saying('champ file'));
      expect(await acd.push(uuid, { fields: { type: 'achat' } })).toMatchObject(saying('champ file'));
      const path = '/panieres/documents?CodeDossier=PORT01';
      const raw = { uuid, body: makePdf(), type: 'application/pdf' };
      expect((await acd.call('POST', path, raw)).status).toBe(400);
      expect(await acd.received()).toMatchObject([
        { dossier: 'PORT01', name: 'Facture n°12 – été.pdf', size: 200, deliveryId: null },
      ]);
    },
    misread: {
      as: 'the time is called DateDepot',
      distort: distortObjects(({ DateHeureDepot, ...rest }) =>
        DateHeureDepot === undefined ? rest : { ...rest, DateDepot: DateHeureDepot },
      ),
    },
  },
  {
    fact: 'Business errors come inside a 200: codeRetour: 0, listeErreurs',
    async check({ acd }) {
      const uuid = await acd.uuid();
      await acd.order('POST', '/faults', {
        partner: 'acd',
        kind: 'status',
        status: 502,
        when: 'after',
        count: 1,
      });
      expect(await acd.push(uuid, { dossier: 'SETT01' })).toMatchObject(saying('clôturé'));
      const text = makeDocument('Bonjour');
      expect(await acd.push(uuid, { bytes: text })).toMatchObject(saying('format'));
      expect(await acd.push(uuid, { bytes: new Uint8Array() })).toMatchObject(saying('vide'));
      expect(await acd.push(uuid, { bytes: makePdf(20_000_001) })).toMatchObject(saying('taille'));
      const both = await acd.push(uuid, { bytes: makeDocument('Bonjour', 20_000_001) });
      expect(both).toMatchObject(saying('format', 'taille'));
      await acd.order('PUT', '/acd/behaviour', { refuses: 'Le panier est verrouillé.' });
      expect(await acd.push(uuid)).toMatchObject(saying('verrouillé'));
      expect(await acd.received()).toEqual([]);
      await acd.order('PUT', '/acd/behaviour', { refuses: null });
      // A refusal stores nothing: the fault ordered for afterwards waited for this one.
      expect((await acd.push(uuid, { bytes: makePdf(20_000_000) })).status).toBe(502);
      expect(await acd.received()).toHaveLength(1);
    },
    misread: { as: 'what is refused is not a 200', distort: distortStatus(200, 422) },
  },
  {
    // B: public integrators' code.
    fact: 'the errors of listeErreurs are objects {erreur, description}, beside a description; or sentences',
    async check({ acd }) {
      const uuid = await acd.uuid();
      const description = 'Le dossier PORT99 est inconnu.';
      expect((await acd.push(uuid, { dossier: 'PORT99' })).body).toEqual({
        codeRetour: 0,
        description: 'KO',
        listeErreurs: [{ erreur: 'dossierInexistant', description }],
      });
      await acd.order('PUT', '/acd/behaviour', { errorForm: 'sentences' });
      expect((await acd.push(uuid, { dossier: 'PORT99' })).body).toEqual({
        codeRetour: 0,
        listeErreurs: [description],
      });
      expect((await acd.signIn({ CNX: 'AUTRE' })).body).toEqual({
        codeRetour: 0,
        listeErreurs: [expect.any(String)],
      });
    },
    misread: {
      as: 'they are codes alone',
      distort: distortObjects((object) => ({ ...object, listeErreurs: ['dossierInexistant'] })),
    },
  },
  {
    // B: public integrators' code.
    fact: 'GET /v1/panieres/documents?CodeDossier={code} lists the basket: [{Id, Nom, DateHeureDepot, EtatOcerisation}]',
    async check({ acd }) {
      const uuid = await acd.uuid();
      const names = ['un.pdf', 'deux.pdf', 'un.pdf'];
      for (const name of names) await acd.push(uuid, { name });
      await acd.push(uuid, { dossier: 'ILES01' });
      const read = (query: string) => acd.call('GET', `/panieres/documents${query}`, { uuid });
      const { status, body } = await read('?CodeDossier=PORT01');
      const entry = {
        Id: expect.any(Number),
        DateHeureDepot: '2026-11-21T10:00:00',
        EtatOcerisation: '_OCERISE',
      };
      // The newest first.
      expect({ status, body }).toEqual({
        status: 200,
        body: names.toReversed().map((Nom) => ({ ...entry, Nom })),
      });
      expect((await read('?CodeDossier=LECO01')).body).toEqual([]);
      expect(await read('?CodeDossier=PORT99')).toMatchObject(saying('inconnu'));
      expect(await read('')).toMatchObject(saying('CodeDossier'));
    },
    misread: {
      as: 'the name is called NomFichier',
      distort: distortObjects(({ Nom, ...rest }) => ({ ...rest, NomFichier: Nom })),
    },
  },
  {
    fact: 'Key per client: code dossier',
    async check({ acd }) {
      const uuid = await acd.uuid();
      const unknown = ['Atelier Portalis', '78787878400035', 'port01', 'PORT01 ', 'PORT99'];
      for (const dossier of unknown)
        expect(await acd.push(uuid, { dossier })).toMatchObject(saying('inconnu'));
      expect(await acd.push(uuid, { dossier: null })).toMatchObject(saying('CodeDossier'));
      const intern = await acd.uuid({ identifiant: 'STAGIAIRE' });
      expect(await acd.push(intern)).toMatchObject(saying('inconnu'));
      expect((await acd.push(uuid, { dossier: 'ILES01' })).body).toHaveProperty('Id');
      expect(await acd.received()).toMatchObject([{ dossier: 'ILES01' }]);
    },
    misread: {
      as: 'an unknown dossier is accepted',
      distort: distortObjects((object) => ('codeRetour' in object ? { Id: 1 } : object)),
    },
  },
];
