/** Firms, partners and files for the tests of imports of connections. */
import { buffer } from 'node:stream/consumers';
import {
  type Connection,
  type ConnectionImport,
  type ConnectionImportRow,
  type Job,
  type Problem,
  routes,
} from '@navette/api';
import { mailboxPattern } from '@navette/connector';
import { expect } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { type TestPlatform, testPlatform } from '../testing/test-platform.ts';

const { clientKey } = scriptedManifest;
const mail = createScriptedPartner({
  id: 'mail',
  reach: 'mail',
  partner: 'Dext',
  clientKey: {
    ...{ kind: 'email', label: { fr: 'E-mail de collecte', en: 'Collect e-mail' }, pattern: mailboxPattern },
    ...{ example: 'boulangerie@dext.cc', checked: 'when_sending' },
    generated: { pattern: '{client}@dext.cc', instructions: { fr: 'Créez-la.', en: 'Create it.' } },
  },
});
const listing = createScriptedPartner({
  id: 'listing',
  listsDossiers: true,
  clientKey: { ...clientKey, pattern: '[\\w-]{1,40}', checked: 'when_connecting' },
});
export const keyed = createScriptedPartner({
  id: 'keyed',
  clientKey: {
    ...{ kind: 'apiKey', secret: true, example: 'clé-…', checked: 'when_connecting' },
    ...{ label: { fr: 'Clé de la société', en: 'Company key' }, pattern: 'clé-.{10,}' },
  },
});
/** How often the partner that lists its dossiers was asked for them. */
export const asked = { lists: 0 };
const dossiers = [
  { key: '003029', name: 'Dossier Aubertin', siren: '732829320', nic: '00074', active: true },
  { key: 'ZZCCA', name: 'Garage', siren: null, nic: null, active: true },
  { key: 'FERME', name: 'Ancien', siren: null, nic: null, active: false },
];
const withList = {
  ...listing.connector,
  open: (...given: Parameters<typeof listing.connector.open>) => ({
    ...listing.connector.open(...given),
    async *listDossiers() {
      asked.lists += 1;
      yield dossiers;
    },
  }),
};

/** Opened with the three partners of these tests. */
export const openPlatform = () => testPlatform([mail.connector, withList, keyed.connector]);

type Rows = { items: (ConnectionImportRow & { outcome: string })[]; next: string | null; total: number };
export type Preview = ConnectionImport & Problem;

export const csv = (...lines: Cell[][]) => buffer(writeCsv(lines));

/** A firm with one of the applications `mail`, `listing` and `keyed`, and its imports. */
export async function newPlace(platform: TestPlatform, application = 'mail') {
  const firm = await testFirm(platform);
  const { admin } = firm;
  const { body } = await admin.call<{ id: string }>('POST', `${firm.path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  const at = `${firm.path}/installations/${body.id}`;
  const imports = `${at}/connection-imports`;
  return {
    ...{ firm, admin, at, imports, installationId: body.id },
    async addClient(name: string, values: object = {}) {
      const client = await firm.addClient(name);
      await admin.call('PATCH', `${firm.path}/clients/${client.id}`, values);
      return client;
    },
    async send(bytes: Buffer, query = '', user: TestUser = admin) {
      const answer = await platform.server.inject({
        method: 'POST',
        url: `${imports}?name=connexions.csv${query}`,
        headers: { ...user.headers, 'content-type': 'application/octet-stream' },
        payload: bytes,
      });
      const preview: Preview = answer.json();
      if (answer.statusCode === 201)
        expect(routes.previewConnectionImport.answer.safeParse(preview).error).toBeUndefined();
      return { status: answer.statusCode, body: preview };
    },
    async rows({ job }: ConnectionImport, query = ''): Promise<Rows> {
      const { body: page } = await admin.call<Rows>('GET', `${imports}/${job.id}/rows?limit=200${query}`);
      expect(routes.listConnectionImportRows.answer.safeParse(page).error).toBeUndefined();
      return page;
    },
    async confirm({ job }: ConnectionImport, user: TestUser = admin): Promise<Job> {
      await user.call('POST', `${firm.path}/jobs/${job.id}/confirm`);
      await platform.runJobs();
      return (await user.call<Job>('GET', `${firm.path}/jobs/${job.id}`)).body;
    },
    async report({ job }: ConnectionImport, query = 'format=csv') {
      const answer = await platform.server.inject({
        method: 'GET',
        url: `${imports}/${job.id}/report?${query}`,
        headers: { ...admin.headers },
      });
      expect(answer.statusCode).toBe(200);
      return { bytes: answer.rawPayload, rows: (await readSheet(answer.rawPayload)).rows };
    },
    async list(): Promise<Connection[]> {
      return (await admin.call<{ items: Connection[] }>('GET', `${at}/connections?limit=200`)).body.items;
    },
    async addRule(sourcePath: string): Promise<string> {
      const id = platform.newId();
      await inFirm(platform.database.app, firm.id, (trx) =>
        trx
          .insertInto('rules')
          .values({
            ...{ firm_id: firm.id, id, installation_id: body.id, scope: 'listed' },
            ...{ source_path: sourcePath, source_key: sourcePath.toLowerCase(), document_type: 'purchase' },
            created_at: platform.clock().toISOString(),
          })
          .execute(),
      );
      return id;
    },
  };
}
