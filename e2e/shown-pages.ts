/** Every page of the product and what it can be in, with how one comes there: what the screenshots show. */
import type { Page } from 'playwright-core';
import { administrator, type RichFirm } from './rich-firm.ts';
import { collaborator } from './rich-people.ts';
import { listApplicationPages } from './shown-application-pages.ts';
import { listClientPages } from './shown-client-pages.ts';
import { listConnectingPages } from './shown-connecting-pages.ts';
import { listMappingPages } from './shown-mapping-pages.ts';
import { press, type ShownPage } from './shown-page.ts';
import { listRulesPages } from './shown-rules-pages.ts';
import { listWizardPages } from './shown-wizard-pages.ts';

/** In the order in which they are taken: each viewer signs in once. */
export function listPages(rich: RichFirm): ShownPage[] {
  return [
    ...listEntrances(rich),
    ...listClientsPages(rich),
    ...listClientPages(rich),
    ...listOffice(rich),
    ...listSettings(rich),
    ...listAccount(rich),
    ...listOfClientUser(rich),
  ];
}

function listEntrances({ newPersonToken, hasAccountToken }: RichFirm): ShownPage[] {
  const signIn = '/connexion';
  const pages: Omit<ShownPage, 'viewer'>[] = [
    { name: 'sign-in', address: signIn },
    {
      name: 'sign-in-refused',
      address: signIn,
      act: (page) => enter(page, { email: administrator.email, password: 'pas le bon du tout' }),
    },
    { name: 'sign-in-code', address: signIn, act: toCode },
    {
      name: 'sign-in-code-empty',
      address: signIn,
      act: async (page) => {
        await toCode(page);
        await page.locator('[type="submit"]').click();
      },
    },
    {
      name: 'sign-in-provider',
      address: signIn,
      act: (page) => press(page, 'avec mon cabinet|with my firm'),
    },
    { name: 'forgotten-password', address: '/mot-de-passe-oublie' },
    {
      name: 'forgotten-password-sent',
      address: '/mot-de-passe-oublie',
      act: async (page) => {
        await page.locator('[name="email"]').fill('personne@cabinet.example');
        await page.locator('[type="submit"]').click();
        await page.getByText('personne@cabinet.example').waitFor();
      },
    },
    { name: 'new-password', address: '/nouveau-mot-de-passe#jeton' },
    { name: 'first-run', address: '/installation?token=jeton' },
    { name: 'invitation-new-person', address: `/invitation#${newPersonToken}` },
    { name: 'invitation-has-account', address: `/invitation#${hasAccountToken}` },
    { name: 'invitation-void', address: '/invitation#0' },
  ];
  return pages.map((page) => ({ ...page, viewer: 'nobody' }));
}

async function enter(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.locator('[name="email"]').fill(email);
  await page.locator('[name="password"]').fill(password);
  await page.locator('[type="submit"]').click();
  await page.getByRole('alert').or(page.locator('[name="code"]')).first().waitFor();
}

async function toCode(page: Page): Promise<void> {
  await enter(page, collaborator);
  await page.locator('[name="code"]').waitFor();
}

function listClientsPages({ firm, importToCheck, importDone }: RichFirm): ShownPage[] {
  const address = `/cabinets/${firm.id}/dossiers`;
  const tickShown = /^Sélectionner les lignes affichées|^Select the rows shown/;
  const pages: Omit<ShownPage, 'viewer'>[] = [
    { name: 'clients', address },
    {
      name: 'clients-selection',
      address,
      act: (page) => page.getByRole('checkbox', { name: tickShown }).check({ force: true }),
    },
    { name: 'clients-filtered', address: `${address}?nonTransmis=1&application=connecte` },
    { name: 'clients-none-found', address: `${address}?recherche=introuvable` },
    { name: 'clients-archived', address: `${address}?etat=archives` },
    {
      name: 'clients-create-refused',
      address,
      act: async (page) => {
        await press(page, '^(Nouveau dossier client|New client)$');
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(/^(Nom|Name)/).fill('Garage des Settons');
        await dialog.getByLabel(/^SIRET/).fill('123 456 789 01234');
        await dialog.locator('[type="submit"]').click();
        await dialog.locator('[aria-invalid="true"]').first().waitFor();
      },
    },
    { name: 'import', address: `${address}/importer` },
    { name: 'import-check', address: `${address}/importer?import=${importToCheck}` },
    { name: 'import-errors', address: `${address}/importer?import=${importToCheck}&lignes=erreurs` },
    { name: 'import-report', address: `${address}/importer?import=${importDone}` },
    {
      name: 'search-everywhere',
      address,
      act: async (page) => {
        await page.keyboard.press('Control+k');
        await page.keyboard.type('lac');
        await page.getByRole('option').first().waitFor();
      },
    },
  ];
  return pages.map((page) => ({ ...page, viewer: 'administrator' }));
}

function listOffice(rich: RichFirm): ShownPage[] {
  const { firm, collaboratorId, mappingAttributeId } = rich;
  const base = `/cabinets/${firm.id}`;
  const people = `${base}/utilisateurs`;
  const pages: Omit<ShownPage, 'viewer'>[] = [
    { name: 'deliveries', address: `${base}/envois` },
    { name: 'deliveries-all', address: `${base}/envois?etat=tous` },
    ...listApplicationPages(`${base}/applications`),
    ...listMappingPages(`${base}/applications/${firm.installationId}`, mappingAttributeId),
    ...listConnectingPages(`${base}/applications`, rich),
    ...listWizardPages(`${base}/applications`, rich),
    ...listRulesPages(`${base}/applications/${firm.installationId}`),
    { name: 'resources', address: `${base}/ressources` },
    { name: 'people', address: people },
    {
      name: 'people-member',
      address: `${people}?personne=${collaboratorId}`,
      act: (page) => page.getByRole('dialog').getByText('Paul Rey').first().waitFor(),
    },
    { name: 'people-invitations', address: `${people}?onglet=invitations` },
    {
      name: 'people-invite',
      address: people,
      act: async (page) => {
        await press(page, '^(Inviter|Invite)$');
        const dialog = page.getByRole('dialog');
        await dialog
          .getByRole('textbox')
          .first()
          .fill('Anne Le Goff <anne@cabinet.example>, marc@cabinet.example, pas une adresse');
        await dialog
          .getByText(/pas une adresse/)
          .last()
          .waitFor();
      },
    },
    { name: 'people-keys', address: `${people}?onglet=cles` },
    { name: 'people-new-key', address: `${people}?onglet=cles`, act: makeKey },
    { name: 'audit', address: `${base}/journal` },
    { name: 'not-found', address: `${base}/nulle-part` },
    {
      name: 'failed',
      address: `${base}/ressources`,
      act: async (page) => {
        await page.route('**/api/v1/me', (route) => route.fulfill({ status: 500, body: '' }));
        await page.reload();
        await page.getByRole('alert').first().waitFor();
      },
    },
    { name: 'api', address: '/api/docs', isForeign: true },
  ];
  return pages.map((page) => ({ ...page, viewer: 'administrator' }));
}

async function makeKey(page: Page): Promise<void> {
  await press(page, '^(Créer une clé|Create a key)$');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('Portail client');
  await dialog.getByRole('checkbox').first().check({ force: true });
  await dialog.locator('[type="submit"]').click();
  await page
    .getByText(/nav_\w{20}/)
    .first()
    .waitFor();
}

function listSettings({ firm }: RichFirm): ShownPage[] {
  const address = `/cabinets/${firm.id}/parametres`;
  const parts = [
    'cabinet',
    'documents',
    'arborescence',
    'attributs',
    'messagerie',
    'securite',
    'zone-sensible',
  ];
  const pages: Omit<ShownPage, 'viewer'>[] = [
    ...parts.map((part) => ({ name: `settings-${part}`, address: `${address}?partie=${part}` })),
    {
      name: 'settings-tree-refused',
      address: `${address}?partie=arborescence`,
      act: (page) => page.getByRole('main').getByRole('textbox').nth(1).fill('/Achats/{annee}'),
    },
    {
      name: 'settings-erase',
      address: `${address}?partie=zone-sensible`,
      act: async (page) => {
        await page
          .getByRole('main')
          .getByRole('combobox')
          .or(page.getByRole('main').getByRole('textbox'))
          .first()
          .click();
        await page.getByRole('option', { name: /Lecomte/ }).click();
        await press(page, '^(Effacer|Erase)…$');
        await page.getByRole('dialog').getByRole('textbox').waitFor();
      },
    },
  ];
  return pages.map((page) => ({ ...page, viewer: 'administrator' }));
}

function listAccount({ firm }: RichFirm): ShownPage[] {
  const address = `/cabinets/${firm.id}/mon-compte`;
  return [
    { name: 'account', address, viewer: 'administrator' },
    {
      name: 'account-second-factor',
      address,
      viewer: 'administrator',
      act: async (page) => {
        const card = page.getByRole('region', { name: /^(Second facteur|Second factor)/ });
        await card.getByRole('button', { name: /^(Activer|Set up)/ }).click();
        await card.locator('input').first().fill(administrator.password);
        await card.locator('[type="submit"]').click();
        await card.locator('code').first().waitFor();
        await card.locator('code').first().scrollIntoViewIfNeeded();
      },
    },
    { name: 'second-factor-required', address: '/second-facteur', viewer: 'administrator' },
  ];
}

function listOfClientUser({ firm, secondClientId }: RichFirm): ShownPage[] {
  const address = `/cabinets/${firm.id}/dossiers`;
  return [
    { name: 'clients-of-client', address, viewer: 'client' },
    { name: 'client-of-client', address: `${address}/${secondClientId}`, viewer: 'client' },
  ];
}
