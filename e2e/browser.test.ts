/** The page as a firm's people use it, from the first run to signing out, in French, in a real browser. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { routes } from '@navette/api';
import { connectInqom, listReceived, type NavetteApi, orderFault, signInTo } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { distinctInvoice } from './distinct-invoice.ts';
import { chooseFiles, dropFolder, listenTo, rowOf, showFolder, signIn, signOut } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';

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
const [year] = month.split('/');
const soon = { timeout: 60_000, interval: 100 };

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
    listenTo(page, complaints);
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
    await signIn(page, { ...administrator, password: 'pas le bon mot de passe' });
    await page.getByRole('alert').waitFor();
    await signIn(page, administrator);
    await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
    await page.getByText('Aucun dossier client. Importez vos dossiers ou créez le premier').waitFor();
    api = await signInTo(platform.url, administrator.email, administrator.password);
    firm = (await api.call(routes.me)).firms[0]?.id ?? '';
  });

  it('refuses a SIRET that fails its check, and takes it with a reason', async () => {
    await page.getByRole('button', { name: 'Nouveau dossier client' }).click();
    const form = page.getByRole('dialog', { name: 'Nouveau dossier client' });
    await form.getByLabel('Nom de l’entreprise').fill(dossier.name);
    await form.getByLabel('Code dossier').fill('PORT01');
    await form.getByLabel('SIRET', { exact: true }).fill('787 878 784 00035');
    await form.getByRole('button', { name: 'Créer le dossier' }).click();
    await form.getByText('Corrigez les valeurs signalées').waitFor();
    const reason = form.getByLabel('Motif pour l’enregistrer tel quel');
    await reason.fill('SIRET des factures d’exemple, fictif');
    await form.getByRole('button', { name: 'Créer le dossier' }).click();
    await page.getByRole('heading', { name: dossier.name }).waitFor();
    await page.getByText('dérogation').first().waitFor();
    const { items } = await api.call(routes.listClients, { params: { firm } });
    expect(items).toMatchObject([{ name: dossier.name, siret, siretState: 'overridden' }]);
    const clients = items.map(({ id }) => ({ id, siret }));
    await connectInqom(api, firm, platform.sandboxUrl, clients);
  });

  it('takes two files, and shows them delivered without a reload', async () => {
    await openClient();
    await markPage();
    await showFolder(page, `Achats/${month}`);
    const files = await Promise.all([pdf('facture 1.pdf'), pdf('facture 2.pdf')]);
    // Slow enough that they are seen on their way: once Inqom has them, they leave for the archive.
    await orderFault(platform.sandboxUrl, {
      kind: 'delay',
      ms: 4_000,
      when: 'before',
      count: 2,
      match: 'push',
    });
    await chooseFiles(page, files);
    for (const name of ['facture 1.pdf', 'facture 2.pdf']) await stateOf(name, /En route|Reçu|Transmis/);
    await page.getByText('2 fichiers reçus').waitFor();
    const tray = page.getByRole('region', { name: 'Dépôt de fichiers' });
    await tray.getByRole('button', { name: 'Fermer la liste' }).click();
    await vi.waitUntil(async () => (await listReceived(platform.sandboxUrl)).length === 2, soon);
    // Delivered, they are in the archive of the rule.
    await showFolder(page, `Achats/${year}/Transmis`);
    for (const name of ['facture 1.pdf', 'facture 2.pdf']) await stateOf(name, /Transmis|Comptabilisé/);
    expect(await isSamePage()).toBe(true);
  });

  it('keeps the sub-folders of a folder that is dropped', async () => {
    await showFolder(page, `Achats/${month}`);
    await Promise.all([pdf('Lot de novembre/facture 3.pdf'), pdf('Lot de novembre/Frais/facture 4.pdf')]);
    await dropFolder(page, join(platform.folder, 'files', 'Lot de novembre'));
    await page.getByText('2 fichiers reçus').waitFor();
    await showFolder(page, `Achats/${month}/Lot de novembre/Frais`);
    await vi.waitUntil(async () => (await listReceived(platform.sandboxUrl)).length === 4, soon);
    expect(await isSamePage()).toBe(true);
  });

  it('tells the history of a document in its drawer', async () => {
    await showFolder(page, `Achats/${year}/Transmis`);
    await page.getByRole('link', { name: 'facture 1.pdf' }).click();
    const drawer = page.getByRole('complementary', { name: 'Document ouvert' });
    await drawer.getByRole('tab', { name: 'Historique' }).click();
    await drawer.getByText(`Reçue de ${administrator.name}, par la page`).waitFor();
    await drawer
      .getByText(/Transmise à Inqom|Comptabilisée par Inqom/)
      .first()
      .waitFor();
    await drawer.getByText(/Archivée dans/).waitFor();
    await drawer.getByText('Tentative 1').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('shows why an XML did not leave, and relaunches it as it is', async () => {
    await showFolder(page, `Achats/${month}`);
    const xml = join(platform.folder, 'facture.xml');
    await writeFile(xml, '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:example"/>\n');
    await chooseFiles(page, [xml]);
    await stateOf('facture.xml', /Non transmis/);
    await page.getByRole('link', { name: 'facture.xml' }).click();
    const drawer = page.getByRole('complementary', { name: 'Document ouvert' });
    await drawer.getByRole('tab', { name: 'Historique' }).click();
    await drawer
      .getByText(/Format refusé\s:/)
      .first()
      .waitFor();
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

  it('drops, previews and relaunches from the keyboard alone', async () => {
    const clavier = await pdf('au clavier.xml');
    await writeFile(
      clavier,
      '<?xml version="1.0" encoding="UTF-8"?>\n<Note xmlns="urn:example">au clavier</Note>\n',
    );
    await page.goto(`${platform.url}/`);
    await tabTo(page.getByRole('link', { name: dossier.name }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: dossier.name }).waitFor();
    await tabTo(page.getByRole('treeitem', { selected: true }));
    await openFolderByKeys(`Achats/${month}`);
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page.getByRole('button', { name: 'Déposer des fichiers' }));
    await page.keyboard.press('Enter');
    await (await chooser).setFiles([clavier]);
    await stateOf('au clavier.xml', /Non transmis/);
    // The list is one stop of the Tab key; arrows move in it.
    await tabTo(page.locator('tbody a[tabindex="0"], tbody a:not([tabindex])'));
    await arrowTo(page.getByRole('link', { name: 'au clavier.xml' }));
    await page.keyboard.press('Enter');
    await page.frameLocator('iframe').getByText('au clavier').first().waitFor();
    const drawer = page.getByRole('complementary', { name: 'Document ouvert' });
    await tabTo(drawer.getByRole('tab', { selected: true }));
    while ((await drawer.getByRole('tab', { name: 'Historique', selected: true }).count()) === 0)
      await page.keyboard.press('ArrowRight');
    await tabTo(drawer.getByRole('button', { name: /^Relancer/ }));
    await page.keyboard.press('Enter');
    await drawer.getByText(`${administrator.name} a relancé l’envoi vers Inqom`).first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('signs out, and the pages are closed then', async () => {
    const address = page.url();
    await signOut(page, administrator.name);
    await page.goto(address);
    await page.getByRole('button', { name: 'Se connecter', exact: true }).waitFor();
    expect(await page.getByText('facture.xml').count()).toBe(0);
  });

  it('nothing was complained about in the console on the way', () => {
    expect(complaints).toEqual([]);
  });
});

async function openClient(): Promise<void> {
  await page
    .getByRole('link', { name: /^Dossiers clients|^Dossiers/ })
    .first()
    .click();
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

const longestWay = 120;

/** Goes on by the Tab key until something has the focus; the frame of a preview is left by it too. */
async function tabTo(wanted: Locator): Promise<void> {
  await wanted.first().waitFor();
  for (let presses = 0; presses < longestWay; presses++) {
    if (await wanted.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never reached ${wanted}`);
}

/** Goes down by the arrow, then up, until something has the focus. */
async function arrowTo(wanted: Locator): Promise<void> {
  for (const key of ['ArrowDown', 'ArrowUp'])
    for (let presses = 0; presses < longestWay; presses++) {
      if (await wanted.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await page.keyboard.press(key);
    }
  throw new Error(`No arrow reached ${wanted}`);
}

/** From a line of the tree that has the focus, by the arrows. */
async function openFolderByKeys(path: string): Promise<void> {
  await page.keyboard.press('Home');
  for (const [index, name] of path.split('/').entries()) {
    const line = page.getByRole('treeitem', { level: index + 1, name: new RegExp(`^${name}\\b`) }).first();
    const isThere = () => line.evaluate((element) => element.contains(element.ownerDocument.activeElement));
    for (let presses = 0; presses < longestWay && !(await isThere()); presses++)
      await page.keyboard.press('ArrowDown');
    if ((await line.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: path.split('/').join(' / ') }).waitFor();
}

async function stateOf(name: string, state: RegExp): Promise<void> {
  await rowOf(page, name).filter({ hasText: state }).waitFor({ timeout: soon.timeout });
}

let serial = 0;

/** @param name where it is put below the test's files @returns its path */
async function pdf(name: string): Promise<string> {
  const path = join(platform.folder, 'files', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await distinctInvoice(serial++));
  return path;
}
