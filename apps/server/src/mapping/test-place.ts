/** Applications of each sort, a partner that lists what a test says, and what one does with its mapping. */
import type { Attribute, Connection, Job, JobItem, MappingRow, Problem, routes } from '@navette/api';
import type { Dossier } from '@navette/connector';
import { afterEach } from 'vitest';
import type { z } from 'zod';
import { inFirm } from '../database/tenancy.ts';
import { loadCreator } from '../jobs/load-creator.ts';
import { createLog } from '../log.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { type TestPlatform, testPlatform } from '../testing/test-platform.ts';
import { countToConnect } from './count-to-connect.ts';

const siretKey = {
  ...scriptedManifest.clientKey,
  kind: 'siret',
  pattern: '\\d{1,12}',
  example: '48211',
} as const;
export const bySiret = createScriptedPartner({ listsDossiers: true, clientKey: siretKey });
const byCode = createScriptedPartner({ id: 'coded', listsDossiers: true });
const byMail = createScriptedPartner({
  id: 'mailed',
  kind: 'email',
  clientKey: {
    ...{ kind: 'email', pattern: '[^@\\s]+@collecte\\.example', example: 'aubertin@collecte.example' },
    ...{ label: { fr: 'Adresse', en: 'Address' }, checked: 'when_sending' },
  },
});
export const bySecret = createScriptedPartner({
  id: 'keyed',
  clientKey: {
    ...{
      kind: 'apiKey',
      secret: true,
      pattern: 'clé-.{4,}',
      example: 'clé-abcd',
      checked: 'when_connecting',
    },
    ...{ label: { fr: 'Clé', en: 'Key' } },
  },
});
export type Page = z.infer<typeof routes.getMapping.answer>;
type Proposals = z.infer<typeof routes.proposeDossiers.answer>;

/** Numbers that pass their check; the first two of one company. */
export const valid = {
  parc: '39956781700032',
  parcHead: '39956781700016',
  aubertin: '51626105400022',
  lecomte: '48213377400018',
  halles: '83320911700013',
};

/** A dossier with this number. */
export function dossier(key: string, siret: string, change: Partial<Dossier> = {}): Dossier {
  return {
    ...{ key, name: `DOSSIER ${key}`, siren: siret.slice(0, 9), nic: siret.slice(9) || null, active: true },
    ...change,
  };
}

/** A platform with these applications, and what opens places on it. Call it at the top of a test file. */
export async function mappingPlaces() {
  afterEach(() => {
    bySiret.refusal = null;
    bySiret.dossiers = [];
    byCode.dossiers = [];
    bySecret.clientKeys = null;
  });
  const platform = await testPlatform(
    [bySiret, byCode, byMail, bySecret].map(({ connector }) => connector),
    {},
    { log: createLog('error', () => {}) },
  );
  return {
    platform,
    newPlace: (application?: string, dossiers?: readonly Dossier[]) =>
      openPlace(platform, application, dossiers),
  };
}

/** An application of a new firm. @param dossiers what its partner lists */
async function openPlace(
  platform: TestPlatform,
  application = 'scripted',
  dossiers: readonly Dossier[] = [],
) {
  const partner = application === 'coded' ? byCode : bySiret;
  partner.dossiers = dossiers;
  const firm = await testFirm(platform);
  const { admin, path } = firm;
  const added = await admin.call<{ id: string }>('POST', `${path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  const installation = `${path}/installations/${added.body.id}`;
  const at = `${installation}/mapping`;
  const listed = await admin.call<{ items: Attribute[] }>('GET', `${path}/attributes`);
  const attributes = new Map(listed.body.items.map(({ kind, id }) => [kind, id]));
  const place = {
    ...{ firm, admin, path, at, installation, attributes, installationId: added.body.id },
    refresh: (user: TestUser = admin) =>
      user.call<{ dossiers: number; fetchedAt: string } & Problem>('POST', `${at}/refresh`),
    /** @returns its id */
    async client(name: string, values: object = {}) {
      const { status, body } = await admin.call<{ id: string }>('POST', `${path}/clients`, {
        name,
        ...values,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.id;
    },
    setValue: (client: string, kind: Attribute['kind'], value: string, overrideReason?: string) =>
      admin.call('PATCH', `${path}/clients/${client}`, {
        attributes: [{ attributeId: attributes.get(kind), value, ...(overrideReason && { overrideReason }) }],
      }),
    async page(query = '', user: TestUser = admin) {
      return (await user.call<Page>('GET', `${at}?${query}`)).body;
    },
    async grades(query = '', user: TestUser = admin) {
      const { items } = await place.page(query, user);
      return Object.fromEntries(items.map(({ clientName, grade }) => [clientName, grade]));
    },
    row: async (client: string) =>
      (await place.page('limit=200')).items.find(({ clientId }) => clientId === client),
    choose: (clientId: string, dossierKey?: string | null, user: TestUser = admin) =>
      user.call<MappingRow & Problem>('POST', `${at}/choices`, { clientId, dossierKey }),
    propose: async (client: string, query = '') =>
      (await admin.call<Proposals>('GET', `${at}/proposals?client=${client}${query}`)).body.items,
    connect: (body: object = {}, user: TestUser = admin) =>
      user.call<Job & Problem>('POST', `${at}/connect`, body),
    async run(job: Job, user: TestUser = admin) {
      await user.call('POST', `${path}/jobs/${job.id}/confirm`);
      await platform.runJobs();
      const ended = await user.call<Job>('GET', `${path}/jobs/${job.id}`);
      const items = await user.call<{ items: JobItem[] }>('GET', `${path}/jobs/${job.id}/items`);
      return { job: ended.body, items: items.body.items };
    },
    connections: async () =>
      (await admin.call<{ items: Connection[] }>('GET', `${installation}/connections`)).body.items,
    count: (user: TestUser = admin) =>
      inFirm(platform.database.app, firm.id, async (trx) => {
        const caller = await loadCreator(trx, firm.id, user.userId);
        return countToConnect(platform, trx, caller, added.body.id);
      }),
  };
  return place;
}
