/**
 * Source 3, its *cas pratique*: AmiCompta gets the purchases, then the sales, of the same list of clients, by a file and by the tick;
 * others are connected one by one, by the keyboard alone. Each test goes on where the one before it stopped.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { createFirm, type NavetteApi } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMails } from './applications/mailbox.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { distinctInvoice } from './distinct-invoice.ts';
import { listenTo, signIn } from './page-gestures.ts';
import { readRows, saveRows } from './spreadsheet.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { untilFound } from './until-found.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};
const names = [
  'Atelier Portalis',
  'Boulangerie Lecomte',
  'Garage du Lac',
  'Lefèvre et Fils',
  'Pharmacie Saint-Roch',
] as const;
type Name = (typeof names)[number];
const addresses = {
  'Atelier Portalis': 'portalis@amicompta.example',
  'Boulangerie Lecomte': 'lecomte@amicompta.example',
  'Garage du Lac': 'lac@amicompta.example',
} as const;

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let api: NavetteApi;
let firm: string;
let installation: string;
const clients = new Map<string, string>();
const complaints: string[] = [];

describe.skipIf(chromiumPath === undefined)('connecting clients to an application', () => {
  beforeAll(async () => {
    platform = await startPlatform({
      settings: async ({ url, smtp }) => ({
        NAVETTE_ALLOWED_HOSTS: [new URL(url).host, new URL(smtp).host].join(','),
      }),
    });
    ({ id: firm, api } = await createFirm(platform.setupLink ?? '', administrator));
    for (const [index, name] of names.entries()) {
      const body = { name, code: `DOS${index + 1}` };
      clients.set(name, (await api.call(routes.createClient, { params: { firm }, body })).id);
    }
    const body = { application: 'email-amicompta', credentials: {} };
    installation = (await api.call(routes.createInstallation, { params: { firm }, body })).id;
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    listenTo(page, complaints);
    await page.goto(platform.url);
    await signIn(page, administrator);
    await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('asks for the folder first, and goes on once it is saved', async () => {
    await page.goto(`${platform.url}/cabinets/${firm}/applications/${installation}`);
    await page.getByText('Aucun dossier n’est connecté à AmiCompta').waitFor();
    await page.getByRole('link', { name: 'Connecter des dossiers' }).click();
    await page.getByRole('heading', { name: 'Connecter des dossiers à AmiCompta' }).waitFor();
    expect(await gesture('Suivant').isDisabled()).toBe(true);
    await chooseFolder('Achats');
    await page.getByText('Aucun dossier n’est encore connecté').waitFor();
    expect(await page.getByRole('checkbox', { name: 'et ses sous-répertoires' }).isChecked()).toBe(true);
    expect(await gesture('Suivant').isDisabled()).toBe(true);
    await gesture('Sauvegarder').click();
    await page.getByText('Répertoire sauvegardé : /Achats').waitFor();
    await gesture('Suivant').click();
    await page.getByRole('tab', { name: 'Importer un fichier' }).waitFor();
    const { items } = await api.call(routes.listRules, { params: { firm, installation } });
    expect(items).toMatchObject([{ sourcePath: '/Achats', documentType: 'purchase', scope: 'listed' }]);
  });

  it('previews the template that was filled in, and writes nothing before it is confirmed', async () => {
    const rows = await readRows(await download('Modèle Excel'));
    const [header = []] = rows;
    const key = header.indexOf('E-mail de collecte');
    const filled = rows.flatMap((row) => {
      const address = addresses[row[0] as keyof typeof addresses];
      return address ? [row.with(key, address)] : [];
    });
    expect(filled).toHaveLength(3);
    const wrong = filled.map((row) => (row[0] === 'Garage du Lac' ? row.with(key, 'lac@') : row));
    await importFile('amicompta.xlsx', [header, ...wrong]);
    const line = page.getByRole('row', { name: /Garage du Lac/ });
    await line.getByText('lac@', { exact: true }).waitFor();
    await line.getByText(/Adresse incomplète après le @/).waitFor();
    await page.getByText('1 ligne en erreur ne sera pas importée').waitFor();
    const { items } = await api.call(routes.listConnections, { params: { firm, installation } });
    expect(items).toEqual([]);
  });

  it('connects the others, and reports the line that was left out', async () => {
    // Whoever leaves the page finds the import again by its address.
    await page.reload();
    await gesture('Connecter 2 dossiers').click();
    const report = page.getByRole('complementary', { name: 'Compte rendu' });
    await report.getByText('Import terminé').waitFor();
    expect(await countsOf(report)).toEqual({ Connectés: '2', 'Lignes laissées de côté': '1' });
  });

  it('takes the corrected line', async () => {
    const rows = await readRows(await download('Télécharger les lignes à corriger'));
    const key = rows[0]?.indexOf('E-mail de collecte') ?? -1;
    const garage = rows.filter((row) => row.includes('Garage du Lac'));
    expect(rows).toHaveLength(2);
    expect(garage).toHaveLength(1);
    await gesture('Connecter d’autres dossiers').click();
    await importFile('amicompta corrigé.csv', [
      rows[0] ?? [],
      ...garage.map((row) => row.with(key, addresses['Garage du Lac'])),
    ]);
    await gesture('Connecter 1 dossier').click();
    await page.getByText('Import terminé').waitFor();
    const { items } = await api.call(routes.listConnections, { params: { firm, installation } });
    expect(items.map(({ clientName, clientKey }) => [clientName, clientKey])).toEqual(
      Object.entries(addresses),
    );
  });

  it('sends what is dropped into the purchases of each of them, sub-folders too', async () => {
    for (const [name, address] of Object.entries(addresses)) await arrives(name as Name, '/Achats', address);
    await arrives('Atelier Portalis', '/Achats/Frais généraux', addresses['Atelier Portalis']);
  });

  it('connects the sales for the same clients by the tick', async () => {
    await page.getByRole('link', { name: 'Connecter un autre répertoire pour les mêmes dossiers' }).click();
    const tick = page.getByRole('checkbox', {
      name: 'Connecter aussi ce répertoire pour les dossiers déjà connectés à cette application (3)',
    });
    await tick.waitFor();
    expect(await tick.isChecked()).toBe(true);
    await chooseFolder('Ventes');
    await page.getByText('3 dossiers connectés sur 3 ont ce répertoire.').waitFor();
    await gesture('Sauvegarder').click();
    await page.getByText('3 dossiers déjà connectés l’envoient aussi désormais.').waitFor();
    await gesture('Suivant').click();
    await gesture('Terminer').click();
    const report = page.getByRole('complementary', { name: 'Compte rendu' });
    expect(await countsOf(report)).toEqual({ 'Dossiers déjà connectés, étendus à ce répertoire': '3' });
    for (const [name, address] of Object.entries(addresses)) await arrives(name as Name, '/Ventes', address);
  });

  it('connects one client after the other by the keyboard alone, and says what is wrong with a key', async () => {
    await gesture('Connecter d’autres dossiers').click();
    await page.getByRole('tab', { name: 'Un par un' }).click();
    const search = page.getByRole('combobox', { name: 'Trouver un dossier client' });
    await search.focus();
    await page.keyboard.type('lefevre');
    await onlyOption('Lefèvre et Fils').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Autoriser l’accès' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Space');
    const field = page.getByRole('textbox', { name: 'E-mail de collecte' });
    await field.and(page.locator(':focus')).waitFor();
    await page.getByText('Expéditeurs à autoriser chez AmiCompta').waitFor();
    await page.keyboard.type('lefevre chez amicompta');
    await page.keyboard.press('Enter');
    await page.getByText(/Il manque le @/).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('lefevre@amicompta.example');
    await page.keyboard.press('Enter');
    await page.getByText('Lefèvre et Fils est connecté à AmiCompta.').waitFor();
    await search.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('roch');
    await onlyOption('Pharmacie Saint-Roch').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Autoriser l’accès' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Space');
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('roch@amicompta.example');
    await page.keyboard.press('Enter');
    await page.getByText('Pharmacie Saint-Roch est connecté à AmiCompta.').waitFor();
    await gesture('Terminer').click();
    const report = page.getByRole('complementary', { name: 'Compte rendu' });
    await report.getByText('Lefèvre et Fils, Pharmacie Saint-Roch').waitFor();
    // Connected for the folder one stands at: the sales alone.
    await arrives('Lefèvre et Fils', '/Ventes', 'lefevre@amicompta.example');
  });

  it('lists the connected clients with their folders, and changes a key there', async () => {
    await page.getByRole('link', { name: 'Voir les dossiers connectés' }).click();
    await page.getByText('5 dossiers connectés').waitFor();
    await expect.poll(() => foldersOf('Atelier Portalis')).toEqual(['/Achats', '/Ventes']);
    await expect.poll(() => foldersOf('Lefèvre et Fils')).toEqual(['/Ventes']);
    await page.getByRole('button', { name: 'Actions pour Boulangerie Lecomte' }).click();
    await page.getByRole('menuitem', { name: 'Changer la clé ou les répertoires' }).click();
    const dialog = page.getByRole('dialog', { name: 'Boulangerie Lecomte' });
    await dialog.getByLabel('E-mail de collecte').fill('boulangerie@amicompta.example');
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('boulangerie@amicompta.example').waitFor();
    await arrives('Boulangerie Lecomte', '/Achats', 'boulangerie@amicompta.example');
  });

  it('adds a folder to those that are ticked', async () => {
    await tickRows('Lefèvre et Fils', 'Pharmacie Saint-Roch');
    await gesture('Ajouter un répertoire').click();
    const dialog = page.getByRole('dialog', { name: 'Ajouter un répertoire' });
    await dialog.getByRole('combobox', { name: 'Répertoire' }).click();
    await page.getByRole('option', { name: '/Achats' }).click();
    await dialog.getByRole('button', { name: 'Vérifier pour 2 dossiers' }).click();
    await dialog.getByRole('button', { name: 'Ajouter à 2 dossiers' }).click();
    await dialog.getByText('2 dossiers étendus.').waitFor();
    await dialog.getByRole('button', { name: 'Fermer' }).last().click();
    await expect.poll(() => foldersOf('Lefèvre et Fils')).toEqual(['/Achats', '/Ventes']);
  });

  it('disconnects a client on its own page, and sends nothing of it any more', async () => {
    await page.goto(`${platform.url}/cabinets/${firm}/dossiers/${clients.get('Garage du Lac')}/connexions`);
    await page.getByRole('button', { name: 'Modifier la connexion à AmiCompta' }).click();
    const dialog = page.getByRole('dialog', { name: 'AmiCompta' });
    await dialog.getByRole('checkbox', { name: 'Autoriser l’accès' }).uncheck({ force: true });
    await dialog.getByRole('button', { name: 'Déconnecter' }).click();
    await page.getByText('Garage du Lac n’est plus connecté à AmiCompta.').waitFor();
    await page.getByRole('button', { name: 'Connecter à AmiCompta' }).waitFor();
    const document = await deposit('Garage du Lac', '/Achats');
    const history = await api.call(routes.getHistory, { params: { firm, document: document.id } });
    expect(history.versions.flatMap(({ deliveries }) => deliveries)).toEqual([]);
  });

  it('says how many deliveries go with the clients that are disconnected together', async () => {
    await api.call(routes.pauseInstallation, { params: { firm, installation } });
    for (const name of ['Lefèvre et Fils', 'Pharmacie Saint-Roch'] as const) await deposit(name, '/Ventes');
    await page.goto(`${platform.url}/cabinets/${firm}/applications/${installation}`);
    await tickRows('Lefèvre et Fils', 'Pharmacie Saint-Roch');
    await gesture('Déconnecter').click();
    const dialog = page.getByRole('dialog', { name: 'Déconnecter des dossiers' });
    await dialog.getByText('2 envois pas encore partis seront annulés.').waitFor();
    await dialog.getByRole('button', { name: 'Déconnecter 2 dossiers' }).click();
    await dialog.getByText('2 dossiers déconnectés.').waitFor();
    await dialog.getByRole('button', { name: 'Fermer' }).last().click();
    await page.getByText('2 dossiers connectés').waitFor();
  });

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

/** A button or a link of the page by its whole name. */
function gesture(name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

function onlyOption(name: string): Locator {
  return page.getByRole('option', { name: new RegExp(`^${name}`) });
}

async function chooseFolder(name: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }).click();
  const field = page.getByRole('combobox', { name: 'Répertoire', exact: true });
  await expect.poll(() => field.inputValue()).toBe(`/${name}`);
}

/** @returns where the file of a link was saved */
async function download(link: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).first().click();
  const file = await download;
  const path = join(platform.folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

async function importFile(name: string, rows: readonly (readonly string[])[]): Promise<void> {
  const path = join(platform.folder, name);
  await saveRows(path, rows);
  const chooser = page.waitForEvent('filechooser');
  await gesture('Choisir un fichier').click();
  await (await chooser).setFiles(path);
  await page.getByRole('heading', { name }).waitFor();
}

/** What a report counts, by its words. */
async function countsOf(report: Locator): Promise<Record<string, string>> {
  const lines = report.getByRole('listitem').filter({ has: page.locator('b') });
  await lines.first().waitFor();
  const texts = await lines.evaluateAll((items) =>
    (items as { innerText: string }[]).map(({ innerText }) => innerText.split('\n')),
  );
  return Object.fromEntries(texts.map((parts) => [parts[0] ?? '', parts.at(-1) ?? '']));
}

async function foldersOf(client: Name): Promise<string[]> {
  const row = page.getByRole('row', { name: new RegExp(client) });
  const tags = row.locator('[data-column="folders"] [title]');
  await tags.first().waitFor();
  return tags.allInnerTexts();
}

async function tickRows(...wanted: readonly Name[]): Promise<void> {
  for (const name of wanted)
    await page.getByRole('checkbox', { name: `Sélectionner ${name}` }).check({ force: true });
}

let deposits = 0;

/** Drops a document unlike every other one into a folder of a client, which is made when it is missing. */
async function deposit(name: Name, path: string): Promise<{ readonly id: string; readonly sha256: string }> {
  const client = clients.get(name) ?? '';
  const { id: folder } = await api.call(routes.createFolder, { params: { firm, client }, body: { path } });
  const bytes = await distinctInvoice(++deposits);
  const { document } = await api.call(routes.uploadDocument, {
    params: { firm, folder },
    query: { name: `facture ${deposits}.pdf` },
    body: new Uint8Array(bytes),
    headers: {
      'content-type': 'application/octet-stream',
      'idempotency-key': `depot-${String(deposits).padStart(6, '0')}`,
    },
  });
  return { id: document.id, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Drops a document and waits until the partner's mailbox has it, once, at that address. */
async function arrives(name: Name, path: string, address: string): Promise<void> {
  const { sha256 } = await deposit(name, path);
  const mails = await untilFound(`A mail to ${address}`, async () => {
    const found = (await readMails(platform.mailboxUrl)).filter(({ documents }) =>
      documents.includes(sha256),
    );
    return found.length > 0 ? found : undefined;
  });
  expect(mails.map(({ to }) => to)).toEqual([[address]]);
}
