/**
 * Source 2, line by line: an administrator connects Inqom by the wizard, in a real browser, against the sandbox. The titles follow the
 * steps of the article; each test goes on where the one before it stopped.
 */
import { routes } from '@navette/api';
import { createFirm, inqomAccount, type NavetteApi } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { listenTo, signIn } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { addClients, baker, dossiers, inTown, town } from './wizard/firm-of-source.ts';

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
const complaints: string[] = [];

describe.skipIf(chromiumPath === undefined)('the wizard of Inqom', () => {
  beforeAll(async () => {
    platform = await startPlatform({ dossiers });
    ({ id: firm, api } = await createFirm(platform.setupLink ?? '', administrator));
    await addClients(api, firm);
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

  it('is found in the menu: Applications, the search, then Inqom – PushDoc API', async () => {
    await page.getByRole('link', { name: 'Applications' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Applications' }).waitFor();
    await page.getByRole('searchbox', { name: /application/i }).fill('inqom');
    await page.getByRole('button', { name: 'Ajouter Inqom – PushDoc API' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ajouter avec l’assistant' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connecter Inqom' }).waitFor();
    await light(/Pas encore essayé/).waitFor();
  });

  it('tells what is needed before one begins', async () => {
    const panel = page.getByRole('region', { name: 'Prérequis' });
    await panel.getByText('Vous êtes administrateur du cabinet').waitFor();
    await panel.getByText('Vos identifiants Inqom : Identifiant, Mot de passe, Client Secret').waitFor();
    await panel.getByText('À récupérer au préalable dans votre interface d’administration Inqom.').waitFor();
    const sirets = panel.getByRole('listitem').filter({ hasText: 'un SIRET valide' });
    expect(await sirets.innerText()).toMatch(/59 sur 60/);
    await panel.getByRole('button', { name: 'J’ai ce qu’il faut' }).click();
    await panel.getByRole('button', { name: /Prérequis/, expanded: false }).waitFor();
  });

  describe('Initialisation, step 1', () => {
    it('finds clients by name and by the value of an attribute', async () => {
      await search(baker.name);
      await page.getByText('1 résultat', { exact: true }).waitFor();
      await page.getByRole('checkbox', { name: baker.name }).waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
      await search(town);
      await page.getByText(`${inTown.length} résultats`).waitFor();
      await page
        .getByRole('cell', { name: `Ville ${town}` })
        .first()
        .waitFor();
      await page.getByRole('row', { name: /Menuiserie/ }).waitFor({ state: 'detached' });
    });

    it('stays closed after it until a client is chosen, and takes them one by one', async () => {
      expect(await page.getByRole('button', { name: 'Suivant' }).isDisabled()).toBe(true);
      await page.getByText('Choisissez au moins un dossier client.').waitFor();
      await page.getByRole('checkbox', { name: baker.name }).click();
      await chosen('1 dossier choisi');
      await page.getByRole('checkbox', { name: baker.name }).click();
      await chosen('Aucun dossier choisi');
    });

    it('selects all the results of a search, on every page', async () => {
      // Fewer are loaded than are found.
      expect(await page.getByRole('row').count()).toBeLessThan(inTown.length);
      await page
        .getByRole('button', { name: `Sélectionner les ${inTown.length} résultats de la recherche` })
        .click();
      await chosen(`${inTown.length} dossiers choisis`);
      const [setup] = (await api.call(routes.listSetups, { params: { firm } })).items;
      expect(setup).toMatchObject({ chosen: inTown.length, step: 'clients' });
      await search('');
      await page.getByRole('button', { name: 'Choisis', exact: true }).click();
      await page
        .getByText(`${inTown.length} résultats`)
        .or(page.getByText(`${inTown.length} dossiers clients`))
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Choisis', exact: true }).click();
    });

    it('is left and come back to where it was', async () => {
      await page.getByRole('link', { name: 'Quitter, reprendre plus tard' }).click();
      await page.getByRole('heading', { level: 1, name: 'Applications' }).waitFor();
      await page.goBack();
      await chosen(`${inTown.length} dossiers choisis`);
      await page.getByRole('button', { name: 'Suivant' }).click();
      await page.getByRole('region', { name: 'Identifiants Inqom' }).waitFor();
      await page.reload();
      await page.getByRole('region', { name: 'Identifiants Inqom' }).waitFor();
    });
  });

  describe('Connexion, step 2', () => {
    const field = (name: string) => page.getByRole('textbox', { name, exact: true });
    const validate = () => page.getByRole('button', { name: 'Valider' }).click();

    it('says which fields are missing', async () => {
      await page.getByText('Restent à remplir : Identifiant, Mot de passe, Client Secret.').waitFor();
      await validate();
      await page.getByText('À remplir.').first().waitFor();
      expect(await page.getByText('À remplir.').count()).toBe(3);
      expect(await field('Identifiant').evaluate((one) => one === one.ownerDocument.activeElement)).toBe(
        true,
      );
    });

    it('shows a refusal in red at the bottom, and at the field that is wrong', async () => {
      await page.getByText('Réglages avancés').click();
      const address = `${platform.sandboxUrl}/inqom`;
      await field('Client ID').fill(inqomAccount.clientId);
      await field('Adresse de connexion').fill(address);
      await field('Adresse de l’API').fill(` ${address}/ `);
      await field('Identifiant').fill(inqomAccount.username);
      await page.getByLabel('Mot de passe', { exact: false }).fill('pas le bon');
      await page.getByLabel('Client Secret').fill(inqomAccount.clientSecret);
      await validate();
      await light(/Non connecté à Inqom/).waitFor();
      const password = page.getByLabel('Mot de passe', { exact: false });
      await password.and(page.locator('[aria-invalid="true"]')).waitFor();
      expect((await api.call(routes.listInstallations, { params: { firm } })).items).toEqual([]);
      // The next step stays closed.
      expect(await stepper().getByRole('button', { name: 'Mapping' }).count()).toBe(0);
    });

    it('shows a success in green at the bottom, and goes on by itself', async () => {
      await page.getByLabel('Mot de passe', { exact: false }).fill(inqomAccount.password);
      await validate();
      await page.waitForURL(/etape=mapping/);
      await light(/^Connecté à Inqom.*systeme@cabinet\.example.*vérifié à \d\d:\d\d/).waitFor();
      const { items } = await api.call(routes.listInstallations, { params: { firm } });
      expect(items).toMatchObject([{ application: 'inqom', state: 'preparing', startedAt: null }]);
    });
  });

  it('nothing was complained about in the console on the way', () => {
    expect(complaints).toEqual([]);
  });
});

/** The light of the connection, at the bottom of the page. */
function light(words: RegExp): Locator {
  return page.getByRole('status', { name: 'Connexion' }).filter({ hasText: words });
}

function stepper(): Locator {
  return page.getByRole('list', { name: 'Étapes de l’assistant' });
}

async function search(text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Nom du dossier ou valeur d’attribut' }).fill(text);
}

/** How many are chosen, as the bottom of the page says it. */
async function chosen(words: string): Promise<void> {
  const count = page.getByRole('status').filter({ hasText: words });
  await count.first().waitFor();
}
