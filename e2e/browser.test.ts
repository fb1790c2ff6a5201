/** The page as a firm's people use it, from the first run to signing out, in French, in a real browser. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { connectInqom, listReceived, type NavetteApi, signInTo } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { type Platform, pathOf, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};
// Fails its check, as the samples' does.
const siret = '78787878400035';
const dossier = { id: 48211, name: 'Atelier Portalis', siren: siret.slice(0, 9), nic: siret.slice(9) };
const month = new Date().toISOString().slice(0, 7).replace('-', '/');
const soon = { timeout: 30_000, interval: 100 };

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let api: NavetteApi;
let firm: string;
const complaints: string[] = [];

// Each test goes on where the one before it stopped, as a day of work does.
describe.skipIf(chromiumPath === undefined)('in the browser', () => {
  beforeAll(async () => {
    platform = await startPlatform({
      dossiers: [dossier],
      behaviour: { processingAfterMs: 200, doneAfterMs: 500 },
      timings: { confirmDelaysMs: [500, 500, 1_000] },
    });
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      // A refused request is written there by the browser itself; those are looked at in the page.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('creates the firm and its administrator through the one-time link', async () => {
    await page.goto(platform.setupLink ?? '');
    await page.getByRole('button', { name: 'Créer l’espace' }).click();
    await page.getByText('À remplir.').first().waitFor();
    await page.getByLabel('Nom du cabinet').fill(administrator.firmName);
    await page.getByLabel('Votre nom').fill(administrator.name);
    await page.getByLabel('Adresse e-mail').fill(administrator.email);
    await page.getByLabel('Mot de passe', { exact: true }).fill(administrator.password);
    await page.getByRole('button', { name: 'Créer l’espace' }).click();
    await page.getByText('Votre espace est créé. Connectez-vous pour commencer.').waitFor();
  });

  it('refuses a wrong password in plain words, then signs in', async () => {
    await signInAs('pas le bon mot de passe');
    await page.getByRole('alert').waitFor();
    await signInAs(administrator.password);
    await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
    await page.getByText('Aucun dossier client. Créez le premier').waitFor();
    api = await signInTo(platform.url, administrator.email, administrator.password);
    firm = (await api.call(routes.me)).firms[0]?.id ?? '';
  });

  it('refuses a SIRET that fails its check, and takes it with a reason', async () => {
    await page.getByRole('button', { name: 'Nouveau dossier client' }).click();
    const form = page.getByRole('dialog', { name: 'Nouveau dossier client' });
    await form.getByLabel('Nom de l’entreprise').fill(dossier.name);
    await form.getByLabel('Code du dossier').fill('PORT01');
    await form.getByLabel('SIRET', { exact: true }).fill('787 878 784 00035');
    await form.getByRole('button', { name: 'Créer le dossier' }).click();
    const reason = form.getByLabel('Motif pour l’enregistrer tel quel');
    await reason.fill('SIRET des factures d’exemple, fictif');
    await form.getByRole('button', { name: 'Créer avec ce motif' }).click();
    await page.getByRole('heading', { name: dossier.name }).waitFor();
    await page.getByText('dérogation').first().waitFor();
    const { items } = await api.call(routes.listClients, { params: { firm } });
    expect(items).toMatchObject([{ name: dossier.name, siret, siretState: 'overridden' }]);
    const clients = items.map(({ id }) => ({ id, siret }));
    await connectInqom(api, firm, platform.sandboxUrl, clients);
  });

  it('takes two files and a folder, and shows them delivered without a reload', async () => {
    await openClient();
    await markPage();
    await showFolder(month);
    const files = await Promise.all([pdf('facture 1.pdf'), pdf('facture 2.pdf')]);
    await chooseFiles(files);
    for (const name of ['facture 1.pdf', 'facture 2.pdf']) await stateOf(name, /En route|Reçu|Transmis/);
    await page.getByText('2 fichiers reçus').waitFor();
    const tray = page.getByRole('region', { name: 'Dépôt de fichiers' });
    await tray.getByRole('button', { name: 'Fermer la liste' }).click();
    await vi.waitUntil(async () => (await listReceived(platform.sandboxUrl)).length === 2, soon);
    // Delivered, they are in the archive of the rule.
    await showFolder('Transmis');
    for (const name of ['facture 1.pdf', 'facture 2.pdf']) await stateOf(name, /Transmis|Comptabilisé/);
    expect(await isSamePage()).toBe(true);
  });

  it('keeps the sub-folders of a folder that is dropped', async () => {
    await showFolder(month);
    await dropFolder('Lot de novembre', 'facture 3.pdf', await pdf('facture 3.pdf').then((path) => readFile(path)));
    await page.getByText('1 fichier reçu').waitFor();
    await page.getByRole('treeitem', { name: /Lot de novembre/ }).waitFor();
    await vi.waitUntil(async () => (await listReceived(platform.sandboxUrl)).length === 3, soon);
    expect(await isSamePage()).toBe(true);
  });

  it('tells the history of a document in its drawer', async () => {
    await showFolder('Transmis');
    await page.getByRole('link', { name: 'facture 1.pdf' }).click();
    const drawer = page.getByRole('complementary', { name: 'Historique du document' });
    await drawer.getByText(`Reçue de ${administrator.name}, par la page`).waitFor();
    await drawer.getByText(/Transmise à Inqom|Comptabilisée par Inqom/).first().waitFor();
    await drawer.getByText(/Archivée dans/).waitFor();
    await drawer.getByText('Tentative 1').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('shows why an XML did not leave, and relaunches it as it is', async () => {
    await showFolder(month);
    const xml = join(platform.folder, 'facture.xml');
    await writeFile(xml, '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:example"/>\n');
    await chooseFiles([xml]);
    await stateOf('facture.xml', /Non transmis/);
    await page.getByRole('link', { name: 'facture.xml' }).click();
    const drawer = page.getByRole('complementary', { name: 'Historique du document' });
    await drawer.getByText(/Format refusé\s:/).first().waitFor();
    await drawer.getByText(/Peut agir/).waitFor();
    const before = await drawer.getByText(/relancé l’envoi/).count();
    await drawer.getByRole('button', { name: /^Relancer/ }).click();
    await drawer.getByText(`${administrator.name} a relancé l’envoi vers Inqom`).first().waitFor();
    expect(before).toBe(0);
    await stateOf('facture.xml', /Non transmis/);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^Envois/ }).click();
    await page.getByRole('row', { name: /facture\.xml/ }).waitFor();
  });

  it('signs out, and the pages are closed then', async () => {
    const address = page.url();
    await page.getByRole('button', { name: `Compte de ${administrator.name}` }).click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByRole('button', { name: 'Se connecter' }).waitFor();
    await page.goto(address);
    await page.getByRole('button', { name: 'Se connecter' }).waitFor();
    expect(await page.getByText('facture.xml').count()).toBe(0);
  });

  it('nothing was complained about in the console on the way', () => {
    expect(complaints).toEqual([]);
  });
});

async function signInAs(password: string): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(administrator.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

async function openClient(): Promise<void> {
  await page.getByRole('link', { name: /^Dossiers clients|^Dossiers/ }).first().click();
  await page.getByRole('link', { name: dossier.name }).click();
  await page.getByRole('heading', { name: dossier.name }).waitFor();
}

/** A reload would lose the mark. */
async function markPage(): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { isMarked: true }));
}

function isSamePage(): Promise<boolean> {
  return page.evaluate(() => 'isMarked' in globalThis);
}

/** Opens a folder by the last name of its path, `11` or `Transmis`. */
async function showFolder(path: string): Promise<void> {
  const name = path.split('/').at(-1) ?? '';
  const tree = page.getByRole('tree', { name: 'Répertoires' });
  const line = purchases(tree, name);
  if ((await line.count()) === 0) await tree.getByRole('treeitem', { name: /^Achats/ }).dblclick();
  await line.click();
  await page.getByRole('heading', { level: 2, name: new RegExp(name) }).waitFor();
}

function purchases(tree: Locator, name: string): Locator {
  return tree.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }).first();
}

async function chooseFiles(paths: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Déposer des fichiers' }).click();
  await (await chooser).setFiles([...paths]);
}

async function stateOf(name: string, state: RegExp): Promise<void> {
  await page.getByRole('row', { name: new RegExp(name.replace('.', '\\.')) }).filter({ hasText: state }).waitFor({ timeout: soon.timeout });
}

let serial = 0;

/** A real invoice, made unlike every other. */
async function pdf(name: string): Promise<string> {
  const sample = await readFile(pathOf('demo/documents/plain-invoice.pdf'));
  const end = sample.lastIndexOf('startxref');
  const bytes = [sample.subarray(0, end), Buffer.from(`% facture ${serial++}\n`), sample.subarray(end)];
  const path = join(platform.folder, 'files', name);
  await mkdir(join(platform.folder, 'files'), { recursive: true });
  await writeFile(path, Buffer.concat(bytes));
  return path;
}

/** Drops a folder with one file on the documents, as the desktop does; browsers give no other way to choose a folder here. */
async function dropFolder(folder: string, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ([path, fileName, base64]) => {
      const data = Uint8Array.from(atob(base64 ?? ''), (char) => char.charCodeAt(0));
      const file = new File([data], fileName ?? '', { type: 'application/pdf' });
      Object.defineProperty(file, 'path', { value: `/${path}/${fileName}` });
      const transfer = new DataTransfer();
      transfer.items.add(file);
      const target = document.querySelector('section[aria-label="Documents"] > *');
      for (const type of ['dragenter', 'dragover', 'drop'])
        target?.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [folder, name, bytes.toString('base64')],
  );
}
