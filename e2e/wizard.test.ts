/**
 * Source 2, line by line: an administrator connects Inqom by the wizard, in a real browser, against the sandbox. The titles follow the
 * steps of the article; each test goes on where the one before it stopped.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { createFirm, inqomAccount, listReceived, type NavetteApi } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { distinctInvoice } from './distinct-invoice.ts';
import { chooseFiles, listenTo, rowOf, signIn } from './page-gestures.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import {
  addClient,
  addClients,
  baker,
  dossiers,
  everyone,
  exactOnes,
  inTown,
  special,
  town,
  twin,
  typedAttribute,
} from './wizard/firm-of-source.ts';

const rules = [
  { folder: 'Achats', type: 'Facture d’achat' },
  { folder: 'Notes de frais', type: 'Note de frais' },
];
const soon = { timeout: 30_000, interval: 100 };
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
let clients: ReadonlyMap<string, string>;
const complaints: string[] = [];

describe.skipIf(chromiumPath === undefined)('the wizard of Inqom', () => {
  beforeAll(async () => {
    platform = await startPlatform({
      dossiers,
      behaviour: { processingAfterMs: 200, doneAfterMs: 500 },
      timings: { confirmDelaysMs: [500, 500, 1_000] },
    });
    ({ id: firm, api } = await createFirm(platform.setupLink ?? '', administrator));
    clients = await addClients(api, firm);
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
    expect(await sirets.innerText()).toContain(`${everyone.length - 2} sur ${everyone.length}`);
    await panel.getByRole('button', { name: 'J’ai ce qu’il faut' }).click();
    await panel.getByRole('button', { name: /Prérequis/, expanded: false }).waitFor();
  });

  describe('Initialisation, step 1', () => {
    it('finds clients by name and by the value of an attribute', async () => {
      await search(special.sirenOnly);
      await page.getByText('1 résultat', { exact: true }).waitFor();
      await page.getByRole('checkbox', { name: special.sirenOnly }).waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
      await search(town);
      await page.getByText(`${inTown.length} résultats`, { exact: true }).waitFor();
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
      // By the keyboard as well.
      await page.getByRole('checkbox', { name: baker.name }).press('Space');
      await chosen('Aucun dossier choisi');
    });

    it('selects all the results of a search, on every page', async () => {
      // More than are loaded.
      expect(await page.getByRole('row').count()).toBeLessThan(inTown.length);
      await page
        .getByRole('button', { name: `Sélectionner les ${inTown.length} résultats de la recherche` })
        .click();
      await chosen(`${inTown.length} dossiers choisis`);
      const [setup] = (await api.call(routes.listSetups, { params: { firm } })).items;
      expect(setup).toMatchObject({ chosen: inTown.length, step: 'clients' });
      await search('');
      await page.getByRole('button', { name: 'Choisis', exact: true }).click();
      await page.getByText(`${inTown.length} dossiers clients`, { exact: true }).waitFor();
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
      const password = page.getByLabel('Mot de passe', { exact: false });
      await password.fill(inqomAccount.password);
      await password.press('Enter');
      await page.waitForURL(/etape=mapping/);
      await light(/^Connecté à Inqom.*systeme@cabinet\.example.*vérifié à \d\d:\d\d/).waitFor();
      const { items } = await api.call(routes.listInstallations, { params: { firm } });
      expect(items).toMatchObject([{ application: 'inqom', state: 'preparing', startedAt: null }]);
    });
  });

  describe('Mapping des dossiers clients, step 3', () => {
    const gradeChip = (name: string) =>
      page.getByRole('group', { name: 'Résultats de la comparaison' }).getByRole('button', { name });

    it('compares by the attribute that is chosen, and says how each pair stands', async () => {
      await page.getByRole('combobox', { name: 'Attribut qui contient le SIRET' }).click();
      await page.getByRole('option', { name: new RegExp(`^${typedAttribute}`) }).click();
      await gradeChip('Attribut invalide').waitFor();
      const counts = { Tous: inTown.length, Exact: exactOnes, 'SIREN seul': 1, Plusieurs: 1, Aucun: 1 };
      const others = { 'Dossier fermé': 1, 'Attribut manquant': 1, 'Attribut invalide': 1 };
      for (const [name, count] of Object.entries({ ...counts, ...others }))
        expect((await gradeChip(name).innerText()).replace(/\s+/g, ' ')).toContain(String(count));
    });

    it('lets a person settle what is not sure', async () => {
      await page.getByRole('button', { name: `Choisir ${special.sirenOnly}` }).click();
      await page.getByRole('button', { name: 'Relier à n° 47001' }).click();
      await gradeChip('Choisi').waitFor();
      await page.getByRole('button', { name: `Choisir ${special.none}` }).click();
      await page.getByRole('button', { name: 'Ne pas connecter' }).click();
      await gradeChip('Laissé de côté').waitFor();
    });

    it('saves by Valider: what is exact or chosen is connected, the rest waits', async () => {
      await page.getByRole('button', { name: `Valider ${exactOnes + 1} dossiers` }).click();
      await page.getByRole('button', { name: 'Suivant' }).and(page.locator(':enabled')).waitFor();
      await stepper()
        .getByText(`${exactOnes + 1} reliés`)
        .waitFor();
      const [setup] = (await api.call(routes.listSetups, { params: { firm } })).items;
      expect(setup).toMatchObject({ chosen: inTown.length, connected: exactOnes + 1 });
    });

    it('gives no dossier twice: a client chosen later finds it taken', async () => {
      await addClient(api, firm, twin);
      await stepper().getByRole('button', { name: 'Initialisation' }).click();
      await search(twin.code);
      await page.getByRole('checkbox', { name: twin.name }).click();
      await chosen(`${inTown.length + 1} dossiers choisis`);
      await stepper().getByRole('button', { name: 'Mapping' }).click();
      await gradeChip('Déjà pris').waitFor();
      await page.getByRole('row', { name: new RegExp(twin.name) }).waitFor();
      await page.getByRole('button', { name: 'Suivant' }).click();
      await page.getByRole('heading', { name: 'Règles d’envoi' }).waitFor();
    });
  });

  describe('Paramétrage des chemins, step 4', () => {
    it('stays closed until there is a rule', async () => {
      await page.getByText('Ajoutez une règle pour pouvoir valider.').waitFor();
      expect(await page.getByRole('button', { name: 'Valider et démarrer' }).isDisabled()).toBe(true);
    });

    it('adds rules with completed paths, the partner’s types and an archive, saved as they are added', async () => {
      for (const { folder, type } of rules) {
        const form = page.getByRole('form', { name: 'Ajouter une règle' });
        const source = form.getByRole('combobox', { name: 'Chemin de dépôt' });
        // Typed as people do: the first of what is offered is taken by Tab.
        await source.pressSequentially(`/${folder.slice(0, 4)}`);
        await page.getByRole('option', { name: new RegExp(`^${folder}`) }).waitFor();
        await source.press('Tab');
        for (const variable of ['{millésime}', '{mois}']) {
          await source.pressSequentially(variable.slice(0, 3));
          await page.getByRole('option', { name: new RegExp(variable) }).waitFor();
          await source.press('Tab');
        }
        expect((await source.inputValue()).replace(/\/$/, '')).toBe(`/${folder}/{millésime}/{mois}`);
        await source.press('Escape');
        await form.getByRole('combobox', { name: 'Type de document' }).click();
        await page.getByRole('option', { name: new RegExp(`^${type}`) }).click();
        await form
          .getByRole('combobox', { name: 'Chemin d’archive' })
          .fill(`/${folder}/{millésime}/Transmis`);
        await form.getByRole('button', { name: 'Ajouter' }).click();
        await page
          .getByRole('row')
          .filter({ hasText: `/${folder}/` })
          .filter({ hasText: type })
          .waitFor();
      }
      const [setup] = (await api.call(routes.listSetups, { params: { firm } })).items;
      expect(setup).toMatchObject({ step: 'rules', rules: 2 });
    });

    it('starts the application, and says from when documents leave', async () => {
      await page.getByRole('button', { name: 'Valider et démarrer' }).click();
      await page.getByRole('heading', { name: 'Inqom – PushDoc API est en marche' }).waitFor();
      await page
        .getByText(/Les documents déposés à partir du \d\d\/\d\d\/\d{4}\s\d\d:\d\d partent vers Inqom\./)
        .waitFor();
      await page.getByRole('button', { name: 'Envoyer aussi les documents présents' }).waitFor();
      const { items } = await api.call(routes.listInstallations, { params: { firm } });
      expect(items).toMatchObject([{ state: 'active', startedAt: expect.any(String) }]);
    });
  });

  it('then sends what is dropped, with its type, and archives it: of this month and of the last', async () => {
    const client = clients.get(baker.name) ?? '';
    const [now, before] = [monthPath(0), monthPath(-1)];
    const dropped = [
      { folder: `Achats/${now}`, name: 'achat du mois.pdf', type: 'Supplier' },
      { folder: `Notes de frais/${now}`, name: 'note de frais.pdf', type: 'expense' },
      { folder: `Achats/${before}`, name: 'achat en retard.pdf', type: 'Supplier' },
    ];
    const params = { firm, client };
    for (const { folder } of dropped)
      await api.call(routes.createFolder, { params, body: { path: `/${folder}` } });
    for (const [index, { folder, name }] of dropped.entries()) {
      const path = join(platform.folder, name);
      await writeFile(path, await distinctInvoice(index));
      await openFolder(client, folder);
      await chooseFiles(page, [path]);
      await page.getByText('1 fichier reçu').waitFor();
    }
    await vi.waitUntil(async () => (await listReceived(platform.sandboxUrl)).length >= dropped.length, soon);
    const received = await listReceived(platform.sandboxUrl);
    expect(received.map(({ name, type, dossier }) => ({ name, type, dossier })).sort(byName)).toEqual(
      dropped.map(({ name, type }) => ({ name, type, dossier: '48000' })).sort(byName),
    );
    for (const { folder, name } of dropped) {
      const [root, year] = folder.split('/');
      await openFolder(client, `${root}/${year}/Transmis`);
      await rowOf(page, name).waitFor({ timeout: soon.timeout });
    }
  });

  it('marks what could not be transmitted with its triangle, where it was dropped', async () => {
    const path = join(platform.folder, 'illisible.xml');
    await writeFile(path, '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:example"/>\n');
    await openFolder(clients.get(baker.name) ?? '', `Achats/${monthPath(0)}`);
    await chooseFiles(page, [path]);
    const row = rowOf(page, 'illisible.xml').filter({ hasText: 'Non transmis' });
    await row.waitFor({ timeout: soon.timeout });
  });

  it('nothing was complained about in the console on the way', () => {
    expect(complaints).toEqual([]);
  });
});

/** Goes to a folder of a client by its address. */
async function openFolder(client: string, path: string): Promise<void> {
  const { items } = await api.call(routes.listFolders, { params: { firm, client } });
  const folder = items.find((each) => each.path === `/${path}`);
  if (!folder) throw new Error(`The client has no folder ${path}`);
  await page.goto(`${platform.url}/cabinets/${firm}/dossiers/${client}?repertoire=${folder.id}`);
  await page.getByRole('heading', { level: 2, name: path.split('/').join(' / ') }).waitFor();
}

/** `2026/11`: this month, or one some months away, in the firm’s zone. */
function monthPath(months: number): string {
  const [year = 0, month = 0] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Paris',
    year: 'numeric',
    month: '2-digit',
  })
    .format(new Date())
    .split('-')
    .map(Number);
  const date = new Date(Date.UTC(year, month - 1 + months, 1));
  return date.toISOString().slice(0, 7).replace('-', '/');
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name.localeCompare(other.name);
}

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
