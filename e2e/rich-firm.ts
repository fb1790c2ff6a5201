/** A firm where something of everything has happened, made through the product's own ways: what the screenshots show. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, routes } from '@navette/api';
import {
  agentPrograms,
  orderFault,
  type PreparedFirm,
  prepareFirm,
  type SeedDossier,
  type StartedProcess,
} from '@navette/testkit';
import { distinctInvoice } from './distinct-invoice.ts';
import { addMappingClients, mappingDossiers, settleMapping } from './mapping-firm.ts';
import { fillApplications } from './rich-applications.ts';
import { fillConnecting, type RichConnecting } from './rich-connecting.ts';
import { fillPeople, type RichPeople } from './rich-people.ts';
import { fillWizard, type RichWizard } from './rich-wizard.ts';
import { type Platform, pathOf } from './start-platform.ts';
import { untilFound } from './until-found.ts';

export const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

const overrideReason = 'SIRET des factures d’exemple, fictif';

const clients = [
  { name: 'Atelier Portalis', code: 'PORT01', siret: '78787878400035', overrideReason },
  { name: 'Boulangerie Lecomte', code: 'LECO01', siret: '48213377400018' },
  { name: 'Comptoir des Îles', code: 'ILES01', siret: '34343434600010', overrideReason },
  { name: 'Garage du Lac', code: 'LACG01', siret: '79154020600012' },
  { name: 'Librairie des Halles', code: 'HALL01', siret: '83320911700013' },
  { name: 'Menuiserie Aubertin et Fils, agencement de magasins', code: 'AUBE01', siret: '51626105400014' },
  { name: 'Pharmacie Saint-Roch', code: 'ROCH01', siret: '90417736700011' },
  { name: 'Scierie des Settons', code: 'SETT01', siret: '53188842800012' },
];

/** All but the last two clients are known to Inqom; and what presents every grade of a mapping. */
export const dossiers: readonly SeedDossier[] = [
  ...clients.slice(0, -2).map(({ name, siret }, index) => ({
    id: 48_211 + index,
    name,
    siren: siret.slice(0, 9),
    nic: siret.slice(9),
  })),
  ...mappingDossiers(),
];

/** Short enough for a run; the failures ordered below outlast them. */
export const timings = {
  pollMs: 200,
  retryDelaysMs: [200, 200],
  confirmDelaysMs: [300, 500, 1_000],
};

export interface RichFirm extends RichPeople, RichConnecting, RichWizard, AsyncDisposable {
  readonly firm: PreparedFirm;
  /** What the clients that present every grade of its mapping are compared by. */
  readonly mappingAttributeId: string;
  readonly clientId: string;
  /** The one whose own user there is. */
  readonly secondClientId: string;
  /** Nothing is in it. */
  readonly emptyFolderId: string;
  /** An e-invoice in XML. */
  readonly invoice: Document;
  /** Not delivered, after several attempts. */
  readonly failed: Document;
  /** Booked, in its second version. */
  readonly booked: Document;
  /** Moved to the archive of its rule. */
  readonly archived: Document;
}

/** Fills a platform before its first run. The agent keeps running until the firm is disposed of. */
export async function fillFirm(platform: Platform): Promise<RichFirm> {
  const { setupLink, sandboxUrl } = platform;
  const firm = await prepareFirm({ setupLink: setupLink ?? '', sandboxUrl, administrator, clients });
  await keepPurchasesInPlace(firm);
  const office = await fillPeople(platform, firm);
  const mapped = await addMappingClients(firm.api, firm.id);
  await settleMapping(firm.api, firm.id, firm.installationId, mapped);
  const [client, second] = firm.clients;
  const place = await folderUploader(firm, client?.id ?? '');
  const other = await folderUploader(firm, second?.id ?? '');

  const first = await place.upload('EDF Entreprises octobre.pdf', await distinctInvoice(1));
  await place.until(first, 'delivered');
  const booked = await place.uploadVersion(first, await distinctInvoice(2));
  const twice = await distinctInvoice(3);
  const sent = await place.upload('Sonepar 2026-1187.pdf', twice);
  for (const [index, name] of ['Loyer novembre.pdf', 'Orange Pro.pdf', 'Point P 88214.pdf'].entries())
    await place.until(await place.upload(name, await distinctInvoice(10 + index)), 'delivered');
  for (let number = 20; number < 24; number++)
    await other.until(
      await other.upload(`Minoterie ${number}.pdf`, await distinctInvoice(number)),
      'delivered',
    );
  await place.until(booked, 'delivered');
  await place.until(sent, 'delivered');
  await place.until(await place.upload('Sonepar 2026-1187 (copie).pdf', twice), 'held');
  const sales = await folderUploader(firm, client?.id ?? '', monthOf('Ventes'));
  const sale = await sales.upload('FA-2026-0311 Mairie de Settons.pdf', await distinctInvoice(60));
  await sales.until(sale, 'delivered', ({ archivedAt }) => archivedAt !== null);
  const params = { firm: firm.id, document: sale.id };
  const archived = await firm.api.call(routes.getDocument, { params });
  const reception = await folderUploader(firm, client?.id ?? '', /^\/Réception$/);
  const invoice = await reception.upload('Facture Bürobedarf.xml', await sampleXml('cii-Einfach'));
  const thrown = await reception.upload('Brouillon à jeter.pdf', await distinctInvoice(70));
  const documentIds = [thrown.id];
  await firm.api.call(routes.binDocuments, { params: { firm: firm.id }, body: { documentIds } });
  const empty = await folderUploader(firm, client?.id ?? '', /^\/Social$/);
  const agent = await runAgent(platform, firm, client?.name ?? '', place.path);

  const tries = timings.retryDelaysMs.length + 1;
  await orderFault(sandboxUrl, { kind: 'status', status: 500, body: 'html', match: 'push', count: tries });
  const failed = await place.upload('Facture Rexel 44871 du 12 novembre.pdf', await distinctInvoice(30));
  await place.until(failed, 'undelivered');
  const xml = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:example"/>\n');
  await place.until(await place.upload('factur-x Fournitures du Lac.xml', xml), 'undelivered');
  await other.until(await other.upload('Moulin.xml', Buffer.concat([xml, Buffer.from('\n')])), 'undelivered');
  await fetch(`${sandboxUrl}/_sandbox/inqom/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ doneAfterMs: 86_400_000 }),
  });
  await place.until(await place.upload('Assurance AXA.pdf', await distinctInvoice(40)), 'accepted');
  await orderFault(sandboxUrl, { kind: 'status', status: 429, retryAfter: 5_400, match: 'push', count: 1 });
  const waiting = await place.upload('Péage Vinci.pdf', await distinctInvoice(41));
  await place.until(waiting, 'waiting', (document) => document.badge.reason !== null);
  await fillApplications(firm, sandboxUrl, async (id, path) => {
    const folder = await folderUploader(firm, id, new RegExp(`^${path}$`));
    await folder.until(await folder.upload('Statuts.pdf', await distinctInvoice(80)), 'held');
  });
  const connecting = await fillConnecting(firm);
  const wizard = await fillWizard(firm);
  return {
    ...office,
    ...connecting,
    ...wizard,
    firm,
    mappingAttributeId: mapped.attributeId,
    clientId: client?.id ?? '',
    secondClientId: second?.id ?? '',
    emptyFolderId: empty.id,
    invoice,
    failed,
    booked,
    archived,
    [Symbol.asyncDispose]: () => agent.stop(),
  };
}

/** Purchases stay in their folder, so that it shows documents in every state; sales go to the archive. */
async function keepPurchasesInPlace({ api, id: firm, installationId }: PreparedFirm): Promise<void> {
  const params = { firm, installation: installationId };
  const { items } = await api.call(routes.listRules, { params });
  const rule = items.find(({ documentType }) => documentType === 'purchase');
  await api.call(routes.removeRule, { params: { ...params, rule: rule?.id ?? '' } });
  const body = { sourcePath: '/Achats/{millésime}/{mois}', documentType: 'purchase' } as const;
  await api.call(routes.createRule, { params, body });
}

interface FolderUploader {
  readonly id: string;
  readonly path: string;
  upload(name: string, bytes: Buffer): Promise<Document>;
  uploadVersion(document: Document, bytes: Buffer): Promise<Document>;
  /** @throws Error when the document is not seen so within a minute */
  until(
    document: Document,
    state: Document['badge']['state'],
    isSeen?: (document: Document) => boolean,
  ): Promise<void>;
}

/** The folder of the month in a binder. */
function monthOf(binder: string): RegExp {
  return new RegExp(`^/${binder}/\\d{4}/\\d{2}$`);
}

function sampleXml(name: string): Promise<Buffer> {
  return readFile(pathOf(`packages/einvoice/testing/${name}.xml`));
}

async function folderUploader(
  firm: PreparedFirm,
  client: string,
  wanted = monthOf('Achats'),
): Promise<FolderUploader> {
  const { api, id } = firm;
  const { items } = await api.call(routes.listFolders, { params: { firm: id, client } });
  const folder = items.find(({ path }) => wanted.test(path));
  if (folder === undefined) throw new Error(`The template makes no ${wanted}`);
  const headers = (bytes: Buffer) => ({
    'content-type': 'application/octet-stream',
    'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
    'idempotency-key': randomUUID(),
  });
  return {
    id: folder.id,
    path: folder.path,
    async upload(name, bytes) {
      const params = { firm: id, folder: folder.id };
      const input = {
        params,
        query: { name },
        body: new Blob([new Uint8Array(bytes)]),
        headers: headers(bytes),
      };
      return (await api.call(routes.uploadDocument, input)).document;
    },
    async uploadVersion(document, bytes) {
      const params = { firm: id, document: document.id };
      const input = { params, query: {}, body: new Blob([new Uint8Array(bytes)]), headers: headers(bytes) };
      return (await api.call(routes.uploadVersion, input)).document;
    },
    async until(document, state, isSeen = () => true) {
      await untilFound(`${document.name}, ${state},`, async () => {
        const now = await api.call(routes.getDocument, { params: { firm: id, document: document.id } });
        return now.badge.state === state && isSeen(now) ? now : undefined;
      });
    },
  };
}

/** A paired computer that has carried two files, one of them refused. */
async function runAgent(
  platform: Platform,
  firm: PreparedFirm,
  client: string,
  folder: string,
): Promise<StartedProcess> {
  const at = (name: string) => join(platform.folder, name);
  const [depositDir, archiveDir] = [at('Dépôt'), at('Archive')];
  await mkdir(depositDir);
  await mkdir(archiveDir);
  const { email, password } = administrator;
  const pairing = { url: platform.url, webServiceId: firm.webServiceId, email, password };
  const program = pathOf('apps/agent/src/main.ts');
  await agentPrograms(program, at('portable')).pair({ ...pairing, name: 'PORTABLE-CLAIRE' });
  const agent = agentPrograms(program, at('accueil'));
  await agent.pair({ ...pairing, name: 'ACCUEIL-PC' });
  await agent.add({ description: 'Scans achats', depositDir, archiveDir, client, folder });
  const running = await agent.start();
  await writeFile(join(depositDir, 'scan 0412.pdf'), await distinctInvoice(50));
  await writeFile(join(depositDir, 'installer.exe.pdf'), 'MZ'.padEnd(400, '\0'));
  const params = { firm: firm.id };
  await untilFound('the report of the computer', async () => {
    const { items } = await firm.api.call(routes.listAgents, { params });
    const found = items.find(({ name }) => name === 'ACCUEIL-PC');
    return found?.refused === 1 && found.waiting === 0 ? found : undefined;
  });
  return running;
}
