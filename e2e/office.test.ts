/**
 * An accounting firm settles in, in French, in real browsers: its administrator, a collaborator and a client, each with his own.
 * Each test goes on where the one before stopped, as days of work do.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { clientLines, writeWindowsCsv } from './client-files.ts';
import { distinctInvoice } from './distinct-invoice.ts';
import { oneTimeCode } from './one-time-code.ts';
import { chooseFiles, dropFolder, listenTo, rowOf, showFolder, signIn, signOut } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};
const collaborator = {
  name: 'Paul Rey',
  email: 'paul.rey@cabinet.example',
  password: 'les feuilles tombent',
};
const clientUser = { name: 'Nadia Kerjean', email: 'nadia@kerjean.example', password: 'le four est chaud' };
const lines = clientLines(500);
const clientName = lines[6]?.name ?? '';
const soon = { timeout: 60_000, interval: 100 };

let platform: Platform;
const browsers: BrowserContext[] = [];
const complaints: string[] = [];
let admin: Page;
let paul: Page;
let nadia: Page;

async function newPerson(name: string): Promise<Page> {
  const folder = join(platform.folder, name);
  await mkdir(folder, { recursive: true });
  const browser = await openBrowser({ folder });
  browsers.push(browser);
  const page = browser.pages()[0] ?? (await browser.newPage());
  listenTo(page, complaints);
  return page;
}

describe.skipIf(chromiumPath === undefined)('a firm settles in', () => {
  beforeAll(async () => {
    platform = await startPlatform();
    admin = await newPerson('claire');
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('is created by the one-time link', async () => {
    await admin.goto(platform.setupLink ?? '');
    await admin.getByLabel('Nom du cabinet').fill(administrator.firmName);
    await admin.getByLabel('Votre nom').fill(administrator.name);
    await admin.getByLabel('Adresse e-mail').fill(administrator.email);
    await admin.getByLabel('Mot de passe', { exact: true }).fill(administrator.password);
    await admin.getByRole('button', { name: 'Créer l’espace' }).click();
    await admin.getByText('Votre espace est créé').waitFor();
    await signIn(admin, administrator);
    await admin.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
  });

  it('protects its administrator by a second factor, asked at the next sign-in', async () => {
    await openAccount(admin, administrator.name);
    const card = admin.getByRole('region', { name: 'Second facteur' });
    await card.getByRole('button', { name: 'Activer' }).click();
    await card.getByLabel('Mot de passe', { exact: false }).first().fill(administrator.password);
    await card.getByRole('button', { name: 'Continuer' }).click();
    const secret = (await card.locator('code').first().textContent()) ?? '';
    await card.getByLabel('Code à 6 chiffres').fill(oneTimeCode(secret));
    await card.getByRole('button', { name: 'Activer' }).click();
    await admin.getByText('Ces codes sont en lieu sûr').click();
    await admin.getByRole('button', { name: 'Terminer' }).click();
    await signOut(admin, administrator.name);
    await signIn(admin, administrator);
    await admin.getByLabel('Code à 6 chiffres').fill('000000');
    await admin.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await admin.getByRole('alert').waitFor();
    await vi.waitUntil(async () => (await admin.getByLabel('Code à 6 chiffres').inputValue()) === '', soon);
    // The code that switched it on is used up: the next one is good.
    await admin.getByLabel('Code à 6 chiffres').fill(oneTimeCode(secret, Date.now() + 30_000));
    await admin.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await admin.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
  });

  it('shows what is wrong with a bad file of clients, and writes nothing', async () => {
    const bad = lines.map((line, index) => {
      if (index === 1) return { ...line, siret: line.siret.slice(1) };
      if (index === 2) return { ...line, siret: '4,04833E+13' };
      if (index === 3) return { ...line, siret: '12345678901234' };
      if (index === 4) return { ...line, name: '' };
      if (index === 5) return { ...line, code: lines[0]?.code ?? '' };
      return line;
    });
    await chooseImport(writeWindowsCsv(bad), 'mauvais.csv');
    await admin.getByText('500 lignes').first().waitFor();
    await admin.getByText(/lignes en erreur ne seront pas importées/).waitFor();
    await admin
      .getByText(/^En erreur/)
      .first()
      .click();
    for (const reason of [
      /Le tableur a arrondi ce numéro/,
      /La clé de contrôle de 12345678901234/,
      /Le nom manque/,
      /a la même valeur/,
    ])
      await admin.getByText(reason).first().waitFor();
    await admin
      .getByText(/^À vérifier/)
      .first()
      .click();
    await admin.getByText(/zéro/).first().waitFor();
    await admin
      .getByRole('link', { name: /^Dossiers clients/ })
      .first()
      .click();
    await admin.getByText('Aucun dossier client').first().waitFor();
  });

  it('takes 500 clients from a good file, and the same file again changes nothing', async () => {
    await chooseImport(writeWindowsCsv(lines), 'clients.csv');
    await admin.getByRole('button', { name: 'Importer 500 dossiers' }).click();
    await admin.getByText('Import terminé').waitFor({ timeout: soon.timeout });
    await admin.getByRole('link', { name: 'Voir les dossiers' }).click();
    await admin.getByText('500 dossiers').waitFor();
    await chooseImport(writeWindowsCsv(lines), 'clients.csv');
    await admin.getByText('Rien à importer').waitFor();
  });

  it('finds a client by any of its values, and acts on all results of a search', async () => {
    await admin.goto(`${platform.url}/`);
    await admin.getByPlaceholder(/^Nom, code, SIRET/).fill(lines[41]?.siret ?? '');
    await admin.getByRole('link', { name: lines[41]?.name ?? '' }).waitFor();
    await admin.getByPlaceholder(/^Nom, code, SIRET/).fill('kerjean');
    await admin.getByText('500 dossiers').waitFor();
    await admin.getByRole('checkbox', { name: 'Sélectionner les lignes affichées' }).check();
    await admin.getByRole('button', { name: /Sélectionner les 500/ }).click();
    await admin
      .getByText(/500 dossiers? sélectionnés?/)
      .first()
      .waitFor();
  });

  it('invites a collaborator limited to his clients, and a client', async () => {
    await invite(
      collaborator.email,
      'Collaborateur',
      lines.slice(5, 8).map(({ name }) => name),
    );
    await invite(clientUser.email, 'Client', [clientName]);
    paul = await accept('paul', collaborator);
    nadia = await accept('nadia', clientUser);
    await paul.getByText('3 dossiers').waitFor();
    await nadia.getByText('1 dossier').waitFor();
    expect(await nadia.getByRole('link', { name: /Envois|Utilisateurs|Paramètres|Journal/ }).count()).toBe(0);
    expect(await paul.getByRole('link', { name: /Utilisateurs|Paramètres|Journal/ }).count()).toBe(0);
  });

  it('receives a folder of 200 files from the collaborator, in its sub-folders', async () => {
    const folder = join(platform.folder, 'Lot 2026');
    for (let index = 0; index < 200; index++) {
      const below = join(folder, `Carton ${(index % 4) + 1}`);
      await mkdir(below, { recursive: true });
      await writeFile(
        join(below, `facture ${String(index).padStart(3, '0')}.pdf`),
        await distinctInvoice(1000 + index),
      );
    }
    await openClient(paul);
    await showFolder(paul, 'Juridique');
    await dropFolder(paul, folder);
    await paul.getByText('200 fichiers reçus').waitFor({ timeout: 120_000 });
    await showFolder(paul, 'Juridique/Lot 2026/Carton 3');
    await paul.getByText('50 documents').first().waitFor();
  });

  for (const person of ['collaborator', 'administrator'] as const) {
    it(`previews, versions, moves, bins and restores a document, as ${person}`, async () => {
      const page = person === 'collaborator' ? paul : admin;
      const name = person === 'collaborator' ? 'facture 002.pdf' : 'facture 006.pdf';
      const file = join(platform.folder, 'nouvelle.pdf');
      await writeFile(file, await distinctInvoice(person === 'collaborator' ? 5000 : 5001));
      await openClient(page);
      await showFolder(page, 'Juridique/Lot 2026/Carton 3');

      await page.getByRole('link', { name }).click();
      const frame = page.frameLocator('iframe');
      await frame.locator('canvas').first().waitFor();
      await page.keyboard.press('Escape');

      await act(page, name, 'Nouvelle version…', async () => {
        await (await page.waitForEvent('filechooser')).setFiles([file]);
      });
      await rowOf(page, name).filter({ hasText: 'v2' }).waitFor();

      await act(page, name, 'Déplacer…');
      const dialog = page.getByRole('dialog', { name: /^Déplacer/ });
      await dialog.getByPlaceholder('Chercher un répertoire').fill('Social');
      await dialog.getByText('Social').first().click();
      await dialog.getByRole('button', { name: /^Déplacer/ }).click();
      await rowOf(page, name).waitFor({ state: 'detached' });
      await showFolder(page, 'Social');
      await rowOf(page, name).waitFor();

      await act(page, name, 'Mettre à la corbeille');
      await rowOf(page, name).waitFor({ state: 'detached' });
      await page
        .getByRole('button', { name: 'Corbeille' })
        .or(page.getByRole('link', { name: 'Corbeille' }))
        .first()
        .click();
      await page.getByRole('button', { name: `Restaurer ${name}` }).click();
      await page
        .getByText(`« ${name} » est de retour`, { exact: false })
        .or(page.getByText(/est de retour/))
        .first()
        .waitFor();
      await showFolder(page, 'Social');
      await rowOf(page, name).waitFor();
    });
  }

  it('lets the client deposit and look, and nothing else', async () => {
    const file = join(platform.folder, 'photo du ticket.pdf');
    await writeFile(file, await distinctInvoice(7000));
    await openClient(nadia);
    await showFolder(nadia, 'Réception');
    await chooseFiles(nadia, [file]);
    await rowOf(nadia, 'photo du ticket.pdf').waitFor();
    await nadia.getByRole('link', { name: 'photo du ticket.pdf' }).click();
    await nadia.frameLocator('iframe').locator('canvas').first().waitFor();
    await nadia.keyboard.press('Escape');
    await rowOf(nadia, 'photo du ticket.pdf').click({ button: 'right' });
    await nadia
      .getByRole('menuitem', { name: /Télécharger/ })
      .first()
      .waitFor();
    expect(await nadia.getByRole('menuitem', { name: /Déplacer|Renommer|corbeille/ }).count()).toBe(0);
    await nadia.keyboard.press('Escape');
    expect(await nadia.getByText('Corbeille').count()).toBe(0);
  });

  it('has written all of it to the log, which holds', async () => {
    await admin.getByRole('link', { name: 'Journal' }).click();
    await admin.getByText('a accepté une invitation').first().waitFor();
    await vi.waitUntil(async () => {
      await admin.getByRole('button', { name: 'Vérifier le journal' }).click();
      return (await admin.getByText('Le journal est intact').count()) > 0;
    }, soon);
  });

  it('nothing was complained about in the consoles on the way', () => {
    expect(complaints).toEqual([]);
  });
});

async function openAccount(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Compte de ${name}` }).click();
  await page
    .getByRole('link', { name: 'Mon compte' })
    .or(page.getByRole('menuitem', { name: 'Mon compte' }))
    .first()
    .click();
  await page.getByRole('heading', { name: 'Mon compte' }).waitFor();
}

async function chooseImport(bytes: Buffer, name: string): Promise<void> {
  await admin
    .getByRole('link', { name: /^Dossiers clients/ })
    .first()
    .click();
  await admin
    .getByRole('link', { name: /^Importer/ })
    .first()
    .click();
  const again = admin.getByRole('button', { name: 'Choisir un autre fichier' });
  const choose = admin.getByRole('button', { name: 'Choisir un fichier' });
  await choose.or(again).first().waitFor();
  if ((await choose.count()) === 0) await again.click();
  const chooser = admin.waitForEvent('filechooser');
  await choose.click();
  await (await chooser).setFiles([{ name, mimeType: 'text/csv', buffer: bytes }]);
}

async function invite(email: string, role: string, clients: readonly string[]): Promise<void> {
  await admin.getByRole('link', { name: 'Utilisateurs' }).click();
  await admin.getByRole('button', { name: 'Inviter' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Inviter des personnes' });
  await dialog.getByLabel('Adresses e-mail').fill(email);
  await dialog.getByText(role, { exact: true }).first().click();
  const seesAll = dialog.getByLabel('Voit tous les dossiers clients');
  if ((await seesAll.count()) > 0) await seesAll.uncheck();
  for (const client of clients) {
    await dialog.getByPlaceholder('Chercher un dossier').fill(client);
    await dialog.getByRole('checkbox', { name: client }).check();
  }
  await dialog.getByRole('button', { name: 'Envoyer 1 invitation' }).click();
  await dialog.waitFor({ state: 'detached' });
}

interface Mail {
  readonly id: number;
  readonly to: readonly string[];
}

/** The link of the newest mail to somebody. */
async function linkIn(email: string): Promise<string> {
  return vi.waitUntil(async () => {
    const mails = (await (await fetch(`${platform.mailboxUrl}/messages`)).json()) as Mail[];
    const mail = mails.toReversed().find(({ to }) => JSON.stringify(to).includes(email));
    if (!mail) return undefined;
    const { text } = (await (await fetch(`${platform.mailboxUrl}/messages/${mail.id}`)).json()) as {
      text: string;
    };
    return /https?:\/\/\S+invitation\S+/.exec(text)?.[0];
  }, soon);
}

async function accept(browser: string, person: typeof collaborator): Promise<Page> {
  const page = await newPerson(browser);
  await page.goto(await linkIn(person.email));
  await page.getByLabel('Votre nom').fill(person.name);
  await page.getByLabel('Mot de passe', { exact: false }).first().fill(person.password);
  await page.getByRole('button', { name: /^Rejoindre/ }).click();
  await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
  return page;
}

async function openClient(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Dossiers/ })
    .first()
    .click();
  await page.getByPlaceholder(/^Nom, code, SIRET/).fill(clientName);
  await page.getByRole('link', { name: clientName }).click();
  await page.getByRole('heading', { name: clientName }).waitFor();
}

/** Opens the menu of a document and chooses. */
async function act(page: Page, name: string, gesture: string, during?: () => Promise<void>): Promise<void> {
  await rowOf(page, name).click({ button: 'right' });
  const done = during?.();
  await page.getByRole('menuitem', { name: gesture }).click();
  await done;
}
