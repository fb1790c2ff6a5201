/**
 * Inqom, MyUnisoft and Dext Achats in a real browser, in French: each added, a client connected by the key it needs, a document
 * deposited on the page and seen at the partner; what is wrong is said under its field. Each test goes on where the one before it stopped.
 */
import { listReceived } from '@navette/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  add,
  allowClient,
  connectFolder,
  depositInvoice,
  fillFields,
  finishConnecting,
  goOnToConnect,
  openAddForm,
  openApplications,
  proposedIn,
  refusalUnder,
  saveKey,
  untilState,
} from './application-gestures.ts';
import { inqom, inqomSiret, myunisoft, myunisoftSiret, partnersSeed } from './applications/accounts.ts';
import { readMails } from './applications/mailbox.ts';
import { chromiumPath } from './browser.ts';
import { type FirmInBrowser, openFirmInBrowser } from './firm-in-browser.ts';

const clients = [
  { name: 'Boulangerie Lecomte', siret: inqomSiret },
  { name: 'Garage du Lac', siret: myunisoftSiret },
  { name: 'Pharmacie Saint-Roch' },
];
/** What a program says and no page repeats. */
const programWords = /HTTP|\b[45]\d\d\b|invalid_|ERR-|denied|failed|refused/i;

let firm: FirmInBrowser;
let page: Page;

describe.skipIf(chromiumPath === undefined)('in the browser', () => {
  beforeAll(async () => {
    firm = await openFirmInBrowser(clients, {
      seed: partnersSeed,
      timings: { pollMs: 100, confirmDelaysMs: [100, 200, 400, 800, 1_000] },
      settings: async ({ url, smtp }) => ({
        NAVETTE_ALLOWED_HOSTS: [new URL(url).host, new URL(smtp).host].join(','),
      }),
    });
    ({ page } = firm);
  });

  afterAll(() => firm?.[Symbol.asyncDispose]());

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
        'Adresse de connexion': `${firm.platform.sandboxUrl}/inqom`,
        'Adresse de l’API': `${firm.platform.sandboxUrl}/inqom`,
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
      await finishConnecting(page, 'Boulangerie Lecomte', name);
    });

    it('gets what is dropped, and the page says that it is delivered', async () => {
      const sha256 = await depositInvoice(firm, 'Boulangerie Lecomte', 'Achats', 'facture Inqom.pdf');
      await untilState(page, 'facture Inqom.pdf', /Transmis|Comptabilisé/);
      const received = await listReceived(firm.platform.sandboxUrl, 'inqom');
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
        'Adresse de l’API': `${firm.platform.sandboxUrl}/myunisoft/api/v1`,
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
      await finishConnecting(page, 'Garage du Lac', 'MyUnisoft');
    });

    it('gets what is dropped, and the page says that it is delivered', async () => {
      const sha256 = await depositInvoice(firm, 'Garage du Lac', 'Ventes', 'facture MyUnisoft.pdf');
      await untilState(page, 'facture MyUnisoft.pdf', /Transmis/);
      const received = await listReceived(firm.platform.sandboxUrl, 'myunisoft');
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
      await finishConnecting(page, 'Pharmacie Saint-Roch', 'Dext Achats');
    });

    it('gets what is dropped by e-mail, and the page says that Dext has it', async () => {
      const sha256 = await depositInvoice(firm, 'Pharmacie Saint-Roch', 'Achats', 'facture Dext.pdf');
      await untilState(page, 'facture Dext.pdf', /Reçu par le partenaire/);
      const mails = await readMails(firm.platform.mailboxUrl);
      const documents = mails.filter(({ documents }) => documents.length > 0);
      expect(documents).toMatchObject([{ to: ['saint-roch@dext.cc'], documents: [sha256] }]);
    });
  });

  it('nothing was complained about in the console', () => expect(firm.complaints).toEqual([]));
});
