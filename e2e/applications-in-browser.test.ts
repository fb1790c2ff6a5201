/**
 * Inqom, MyUnisoft, Dext Achats and SFTP in a real browser, in French: each added, a client connected by the key it needs, a document
 * dropped on the page and seen at the other end; what is wrong is said under its field. Each test goes on where the one before it stopped.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { canRunOpenSsh, createFirm, listReceived, type SshServer, startOpenSsh } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allowClient,
  cardOf,
  connectFolder,
  fillFields,
  openAddForm,
  openApplications,
  proposedIn,
  refusalUnder,
  saveKey,
} from './application-gestures.ts';
import {
  inqom,
  inqomSiret,
  myunisoft,
  myunisoftSiret,
  partnersSeed,
  sshAccount,
} from './applications/accounts.ts';
import { readMails } from './applications/mailbox.ts';
import { copiesBelow } from './applications/place-rows.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { distinctInvoice } from './distinct-invoice.ts';
import { chooseFiles, listenTo, rowOf, showFolder, signIn } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { untilFound } from './until-found.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};
const clients = [
  { name: 'Boulangerie Lecomte', siret: inqomSiret },
  { name: 'Garage du Lac', siret: myunisoftSiret },
  { name: 'Pharmacie Saint-Roch' },
  { name: 'Scierie des Settons' },
];
const month = new Date().toISOString().slice(0, 7).replace('-', '/');
/** What a program says and no page repeats. */
const programWords = /HTTP|\b[45]\d\d\b|invalid_|ERR-|authentication|denied|failed|refused/i;

let platform: Platform;
let ssh: SshServer | null = null;
let browser: BrowserContext;
let page: Page;
const complaints: string[] = [];

describe.skipIf(chromiumPath === undefined)('in the browser', () => {
  beforeAll(async () => {
    if (canRunOpenSsh) ssh = await startOpenSsh(sshAccount);
    platform = await startPlatform({
      seed: partnersSeed,
      timings: { pollMs: 100, confirmDelaysMs: [100, 200, 400, 800, 1_000] },
      settings: async ({ url, smtp }) => ({
        NAVETTE_ALLOWED_HOSTS: [new URL(url).host, new URL(smtp).host, `127.0.0.1:${ssh?.port ?? 22}`].join(
          ',',
        ),
      }),
    });
    const { id: firm, api } = await createFirm(platform.setupLink ?? '', administrator);
    for (const body of clients) await api.call(routes.createClient, { params: { firm }, body });
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
    await ssh?.[Symbol.asyncDispose]();
  });

  describe('Inqom', () => {
    const name = 'Inqom – PushDoc API';
    const refusal = 'Inqom a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.';

    it('is added once its password and its Client Secret are right', async () => {
      await openApplications(page);
      const form = await openAddForm(page, name);
      await fillFields(form, {
        Identifiant: inqom.username,
        'Mot de passe': 'pas le bon',
        'Client Secret': 'pas le bon non plus',
        'Client ID': inqom.clientId,
        'Adresse de connexion': `${platform.sandboxUrl}/inqom`,
        'Adresse de l’API': `${platform.sandboxUrl}/inqom`,
      });
      await add(form);
      expect(await refusalUnder(form, 'Client Secret')).toBe(refusal);
      expect(await form.innerText()).not.toMatch(programWords);
      await fillFields(form, { 'Client Secret': inqom.clientSecret });
      await add(form);
      expect(await refusalUnder(form, 'Mot de passe')).toBe(refusal);
      await fillFields(form, { 'Mot de passe': inqom.password });
      await add(form);
      await goOnToConnect(form, name);
    });

    it('finds the dossier by the client’s SIRET, tells of a number that is not there, and takes one by its name', async () => {
      await connectFolder(page, 'Achats');
      const access = await allowClient(page, 'Boulangerie Lecomte');
      expect(await proposedIn(access, 'Dossier Inqom')).toBe('48211');
      await access.getByText('Retrouvé chez Inqom d’après la fiche de ce dossier.').waitFor();
      await saveKey(access, { 'Dossier Inqom': '99999' });
      expect(await refusalUnder(access, 'Dossier Inqom')).toBe(
        'Ce client n’a pas été connecté. Le dossier 99999 est introuvable chez Inqom, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.',
      );
      await access.getByRole('combobox', { name: /^Ou choisissez parmi/ }).click();
      await page.getByRole('option', { name: 'Boulangerie Lecomte (48211)' }).click();
      await saveKey(access, {});
      await page.getByText(`Boulangerie Lecomte est connecté à ${name}.`).waitFor();
      await finish('Boulangerie Lecomte');
    });

    it('gets what is dropped, and the page says that it is delivered', async () => {
      const sha256 = await drop('Boulangerie Lecomte', `Achats/${month}`, 'facture Inqom.pdf');
      await stateOf('facture Inqom.pdf', /Transmis|Comptabilisé/);
      const received = await listReceived(platform.sandboxUrl, 'inqom');
      expect(received).toMatchObject([{ dossier: '48211', type: 'Supplier', sha256 }]);
    });
  });

  describe('MyUnisoft', () => {
    const refusal = 'MyUnisoft a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.';

    it('is added once the key of the firm and the partner’s secret are right', async () => {
      await openApplications(page);
      const form = await openAddForm(page, 'MyUnisoft');
      await fillFields(form, {
        'Clé du cabinet': 'pas-la-bonne-cle',
        'Secret partenaire (X-Third-Party-Secret)': 'pas-le-bon-secret',
        'Adresse de l’API': `${platform.sandboxUrl}/myunisoft/api/v1`,
      });
      await add(form);
      expect(await refusalUnder(form, 'Secret partenaire (X-Third-Party-Secret)')).toBe(refusal);
      await fillFields(form, {
        'Secret partenaire (X-Third-Party-Secret)': myunisoft.thirdPartySecret,
      });
      await add(form);
      expect(await refusalUnder(form, 'Clé du cabinet')).toBe(refusal);
      expect(await form.innerText()).not.toMatch(programWords);
      await fillFields(form, { 'Clé du cabinet': myunisoft.firmKey });
      await add(form);
      await goOnToConnect(form, 'MyUnisoft');
    });

    it('tells of a company that its key does not open, and of a SIRET typed for its number', async () => {
      await connectFolder(page, 'Ventes');
      const access = await allowClient(page, 'Garage du Lac');
      expect(await proposedIn(access, 'Société MyUnisoft')).toBe('1204');
      await saveKey(access, { 'Société MyUnisoft': '99999' });
      expect(await refusalUnder(access, 'Société MyUnisoft')).toBe(
        'Ce client n’a pas été connecté. Le dossier 99999 est introuvable chez MyUnisoft, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.',
      );
      await saveKey(access, { 'Société MyUnisoft': myunisoftSiret });
      expect(await refusalUnder(access, 'Société MyUnisoft')).toBe(
        `«\u00a0Société MyUnisoft\u00a0» ne peut pas être ${myunisoftSiret} pour MyUnisoft. Exemple\u00a0: 2123`,
      );
      await saveKey(access, { 'Société MyUnisoft': '1204' });
      await page.getByText('Garage du Lac est connecté à MyUnisoft.').waitFor();
      await finish('Garage du Lac');
    });

    it('gets what is dropped, and the page says that it is delivered', async () => {
      const sha256 = await drop('Garage du Lac', `Ventes/${month}`, 'facture MyUnisoft.pdf');
      await stateOf('facture MyUnisoft.pdf', /Transmis/);
      const received = await listReceived(platform.sandboxUrl, 'myunisoft');
      expect(received).toMatchObject([{ dossier: '1204', type: '3', sha256 }]);
    });
  });

  describe('Dext Achats', () => {
    it('asks for no credential, so that none can be wrong: it is added by one click', async () => {
      await openApplications(page);
      await page.getByRole('button', { name: 'Ajouter Dext Achats' }).click();
      await page.getByText('Dext Achats est dans votre espace.').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByRole('alert').getByRole('link', { name: 'Connecter des dossiers' }).click();
      await page.getByRole('heading', { name: 'Connecter des dossiers à Dext Achats' }).waitFor();
      await page.getByText('Dext Achats est dans votre espace.').waitFor({ state: 'detached' });
    });

    it('tells what is wrong with a collect address, also with that of its sales', async () => {
      await connectFolder(page, 'Achats');
      const access = await allowClient(page, 'Pharmacie Saint-Roch');
      expect(await proposedIn(access, 'E-mail de collecte')).toBe('pharmacie.saint.roch@dext.cc');
      await access.getByText('Expéditeurs à autoriser chez Dext').waitFor();
      await saveKey(access, { 'E-mail de collecte': 'saint-roch chez dext' });
      expect(await refusalUnder(access, 'E-mail de collecte')).toMatch(/Il manque le @/);
      await saveKey(access, { 'E-mail de collecte': 'saint-roch+ventes@dext.cc' });
      expect(await refusalUnder(access, 'E-mail de collecte')).toBe(
        '«\u00a0E-mail de collecte\u00a0» ne peut pas être saint-roch+ventes@dext.cc pour Dext. Exemple\u00a0: boulangerie.dupont@dext.cc',
      );
      await saveKey(access, { 'E-mail de collecte': 'saint-roch@dext.cc' });
      await page.getByText('Pharmacie Saint-Roch est connecté à Dext Achats.').waitFor();
      await finish('Pharmacie Saint-Roch');
    });

    it('gets what is dropped by e-mail, and the page says that Dext has it', async () => {
      const sha256 = await drop('Pharmacie Saint-Roch', `Achats/${month}`, 'facture Dext.pdf');
      await stateOf('facture Dext.pdf', /Reçu par le partenaire/);
      const mails = await readMails(platform.mailboxUrl);
      const documents = mails.filter(({ documents }) => documents.length > 0);
      expect(documents).toMatchObject([{ to: ['saint-roch@dext.cc'], documents: [sha256] }]);
    });
  });

  describe.skipIf(!canRunOpenSsh)('SFTP', () => {
    it('is added once its password is right, and keeps the key of the server', async () => {
      await openApplications(page);
      const form = await openAddForm(page, 'SFTP');
      await fillFields(form, {
        Serveur: ' sftp://127.0.0.1/ ',
        Port: String(present().port),
        Identifiant: sshAccount.username,
        'Mot de passe': 'pas le bon',
      });
      await add(form);
      expect(await refusalUnder(form, 'Mot de passe')).toBe(
        'SFTP a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.',
      );
      expect(await form.innerText()).not.toMatch(programWords);
      await fillFields(form, { 'Mot de passe': sshAccount.password });
      await add(form);
      await goOnToConnect(form, 'SFTP');
    });

    it('refuses a folder that would lie outside its own', async () => {
      await connectFolder(page, 'Réception', 'Autre');
      const access = await allowClient(page, 'Scierie des Settons');
      await saveKey(access, { 'Dossier du client': '../SETTONS' });
      expect(await refusalUnder(access, 'Dossier du client')).toBe(
        '«\u00a0Dossier du client\u00a0» ne peut pas être ../SETTONS pour SFTP. Exemple\u00a0: DUPONT',
      );
      await saveKey(access, { 'Dossier du client': 'SETTONS' });
      await page.getByText('Scierie des Settons est connecté à SFTP.').waitFor();
      await finish('Scierie des Settons');
    });

    it('gets what is dropped, and the page says that it is delivered', async () => {
      const sha256 = await drop('Scierie des Settons', 'Réception', 'bon de livraison.pdf');
      await stateOf('bon de livraison.pdf', /Transmis/);
      expect(await copiesBelow(present().home)).toMatchObject([{ dossier: 'SETTONS', sha256 }]);
    });

    it('holds everything when the key of the server is another one, until somebody accepts that one', async () => {
      const known = present().hostKey();
      await present().changeHostKey();
      await present().kill();
      await present().start();
      const found = present().hostKey();
      const sha256 = await drop('Scierie des Settons', 'Réception', 'bon retenu.pdf');
      await stateOf('bon retenu.pdf', /Retenu/);
      await openApplications(page);
      await cardOf(page, 'SFTP').getByText('Arrêtée\u00a0: la clé du serveur a changé').waitFor();
      await cardOf(page, 'SFTP').getByRole('button', { name: 'Renouveler' }).click();
      const form = page.getByRole('dialog', { name: 'Renouveler les identifiants de SFTP' });
      await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
      expect(await refusalUnder(form, 'Empreinte de la clé du serveur')).toBe(
        `La clé du serveur 127.0.0.1 a changé\u00a0: ${found} au lieu de ${known}. Rien n’a été envoyé. Faites confirmer la nouvelle clé par le responsable de ce serveur avant de l’accepter.`,
      );
      await fillFields(form, { 'Empreinte de la clé du serveur': found });
      await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
      await page.getByText('Les identifiants de SFTP sont renouvelés.').waitFor();
      await untilFound('The document that was held', async () =>
        (await copiesBelow(present().home)).find((copy) => copy.sha256 === sha256),
      );
      await openFolder('Scierie des Settons', 'Réception');
      await stateOf('bon retenu.pdf', /Transmis/);
    });
  });

  it('left no complaint in the console', () => expect(complaints).toEqual([]));
});

function present(): SshServer {
  if (ssh === null) throw new Error('There is no OpenSSH here');
  return ssh;
}

function add(form: Locator): Promise<void> {
  return form.getByRole('button', { name: 'Ajouter', exact: true }).click();
}

/** From the form that was taken to the page that connects clients. */
async function goOnToConnect(form: Locator, application: string): Promise<void> {
  await form.getByText(`${application} est dans votre espace.`).waitFor();
  await form.getByRole('button', { name: 'Connecter des dossiers' }).click();
  await page.getByRole('heading', { name: `Connecter des dossiers à ${application}` }).waitFor();
}

/** Ends the connecting, at the report that names the client. */
async function finish(client: string): Promise<void> {
  await page.getByRole('button', { name: 'Terminer', exact: true }).click();
  await page.getByRole('complementary', { name: 'Compte rendu' }).getByText(client).waitFor();
}

async function openFolder(client: string, path: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Dossiers/ })
    .first()
    .click();
  await page.getByRole('link', { name: client }).click();
  await page.getByRole('heading', { name: client }).waitFor();
  await showFolder(page, path);
}

let drops = 0;

/** Drops an invoice unlike every other one in a folder of a client, by the page. @returns its SHA-256 */
async function drop(client: string, path: string, name: string): Promise<string> {
  await openFolder(client, path);
  const bytes = await distinctInvoice(++drops);
  const file = join(platform.folder, name);
  await writeFile(file, bytes);
  await chooseFiles(page, [file]);
  return createHash('sha256').update(bytes).digest('hex');
}

async function stateOf(name: string, state: RegExp): Promise<void> {
  await rowOf(page, name).filter({ hasText: state }).waitFor();
}
