/** Source 2, step 3, where nothing is sure: clients settled and connected in a real browser, by the keyboard alone. */
import { routes } from '@navette/api';
import { createFirm, inqomAccount, type NavetteApi } from '@navette/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { addMappingClients, type MappingClients, mappingDossiers, settleMapping } from './mapping-firm.ts';
import { listenTo, signIn } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let api: NavetteApi;
let firm: string;
let installation: string;
let clients: MappingClients;
const complaints: string[] = [];

describe.skipIf(chromiumPath === undefined)('the mapping of Inqom', () => {
  beforeAll(async () => {
    platform = await startPlatform({ dossiers: mappingDossiers() });
    ({ id: firm, api } = await createFirm(platform.setupLink ?? '', administrator));
    clients = await addMappingClients(api, firm);
    const address = `${platform.sandboxUrl}/inqom`;
    const { username, password, clientId, clientSecret } = inqomAccount;
    const added = await api.call(routes.createInstallation, {
      params: { firm },
      body: {
        application: 'inqom',
        credentials: {
          username,
          password,
          clientId,
          clientSecret,
          authAddress: address,
          apiAddress: address,
        },
      },
    });
    installation = added.id;
    await settleMapping(api, firm, installation, clients);
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    listenTo(page, complaints);
    await page.goto(platform.url);
    await signIn(page, administrator);
    await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
    const at = `${platform.url}/cabinets/${firm}/applications/${installation}`;
    await page.goto(`${at}?onglet=mapping&par=${clients.attributeId}`);
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('shows every grade with how many there are, those to settle first', async () => {
    await page.getByText('Comparé aux 11 dossiers visibles chez Inqom').waitFor();
    for (const chip of [
      ...['Tous 12', 'Exact 2', 'Choisi 1', 'SIREN seul 1', 'Plusieurs 1', 'Aucun 1', 'Dossier fermé 1'],
      ...['Attribut manquant 1', 'Attribut invalide 1', 'Déjà pris 1', 'Laissé de côté 1', 'Relié 1'],
    ])
      await page
        .getByRole('button', { name: new RegExp(`^${chip.replace(/ (\d+)$/, '\\s*$1')}$`) })
        .waitFor();
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(1).getByText('Atelier Solène Mercier').waitFor();
    await rows.last().getByText('Relié').waitFor();
    await page.getByText('3 dossiers se relieront. Les 7 autres pourront l’être plus tard.').waitFor();
  });

  it('picks the dossier of the same company with what differs marked, by the keyboard alone', async () => {
    const gesture = page.getByRole('button', { name: 'Choisir Garage du Parc' });
    await page.getByRole('button', { name: 'Renseigner Atelier Solène Mercier' }).focus();
    for (let row = 0; row < 3; row++) await page.keyboard.press('ArrowDown');
    await gesture.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const first = dialog.getByRole('radio', { name: /GARAGE DU PARC SARL n° 48190/ });
    await first.and(page.locator(':focus')).waitFor();
    expect(await dialog.locator('mark').first().innerText()).toBe('00016');
    await dialog.getByText('au lieu de 00032').waitFor();
    await page.keyboard.press('ArrowDown');
    await dialog.getByRole('button', { name: 'Relier à n° 31207' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Garage du Parc sera relié à n° 48190.' }).waitFor();
    // On to the next row.
    await page
      .getByRole('button', { name: 'Choisir Hôtel des Voyageurs' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.getByText('4 dossiers se relieront.').waitFor();
  });

  it('corrects a number in place, which is then compared', async () => {
    const gesture = page.getByRole('button', { name: 'Corriger Électricité Vasseur' });
    await gesture.focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'N° d’établissement' });
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('662 127 604 00012');
    await page.keyboard.press('Enter');
    await page.getByText('5 dossiers se relieront.').waitFor();
    const row = page.getByRole('row', { name: /Électricité Vasseur/ });
    await row.getByText('Exact').waitFor();
    await row.getByText('n° 48301').waitFor();
  });

  it('finds a dossier by its number, and says who has it', async () => {
    await page.getByRole('button', { name: 'Choisir SCI Les Tilleuls' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('le compte ne voit que les dossiers auxquels il est affecté').waitFor();
    await dialog.getByRole('searchbox').fill('48320');
    const used = dialog.getByRole('radio', { name: /n° 48320/ });
    await dialog.getByText('Utilisé par Brasserie de l’Écluse').waitFor();
    expect(await used.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('connects what is sure by one button, with the result; what is not stays for later', async () => {
    await page.getByRole('button', { name: 'Valider 5 dossiers' }).click();
    await page.getByText('5 dossiers reliés à Inqom.').waitFor();
    const params = { firm, installation };
    const { items } = await api.call(routes.listConnections, { params });
    expect(items.map(({ clientName, clientKey }) => [clientName, clientKey])).toEqual([
      ['Auto-école du Pont-Neuf', '47110'],
      ['Brasserie de l’Écluse', '48320'],
      ['Électricité Vasseur', '48301'],
      ['Garage du Parc', '48190'],
      ['Pont-Neuf Formation', '47002'],
      ['Transports Kervella', '48102'],
    ]);
    await page.getByText('Rien à relier pour l’instant. 5 dossiers attendent une décision.').waitFor();
  });

  it('was complained about nowhere in the console', () => {
    expect(complaints).toEqual([]);
  });
});
