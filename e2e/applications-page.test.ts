/** The applications of a firm in a real browser, in French: what an administrator does with them, and what a collaborator may not. */
import { type ApiError, routes } from '@navette/api';
import { createFirm, inqomAccount, type NavetteApi, orderFault, signInTo } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { chromiumPath, openBrowser } from './browser.ts';
import { listenTo, signIn, signOut } from './page-gestures.ts';
import { accept } from './rich-people.ts';
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
const name = 'Inqom du cabinet';
const soon = { timeout: 30_000, interval: 100 };

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let api: NavetteApi;
let firm: string;
const complaints: string[] = [];

// Each test goes on where the one before it stopped.
describe.skipIf(chromiumPath === undefined)('the applications of a firm', () => {
  beforeAll(async () => {
    platform = await startPlatform();
    ({ id: firm, api } = await createFirm(platform.setupLink ?? '', administrator));
    const body = {
      ...{ people: [{ email: collaborator.email }], role: 'collaborator' as const, language: 'fr' as const },
      ...{ seesAllClients: true, clientIds: [] },
    };
    await api.call(routes.invite, { params: { firm }, body });
    await accept(platform, collaborator);
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    listenTo(page, complaints);
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('begin empty, beside the catalogue that an administrator sees', async () => {
    await page.goto(platform.url);
    await signIn(page, administrator);
    await page.getByRole('navigation').getByRole('link', { name: 'Applications' }).click();
    await page.getByRole('heading', { name: 'Les applications de mon espace' }).waitFor();
    await page.getByText('Aucune application pour l’instant').waitFor();
    await page.getByRole('heading', { name: 'Applications non utilisées' }).waitFor();
    await page.getByLabel('Chercher une application').fill('factures électroniques');
    await page.getByRole('button', { name: /^API/ }).click();
    await vi.waitUntil(async () => (await rows().count()) === 1, soon);
    const kept = { recherche: 'factures électroniques', categorie: 'api' };
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(kept);
    await page.reload();
    await vi.waitUntil(async () => (await rows().count()) === 1, soon);
    await page.goto(`${platform.url}/cabinets/${firm}/applications`);
  });

  it('say at its field which value a partner refuses, in French, and take the right one', async () => {
    await page.getByRole('button', { name: 'Ajouter Inqom – PushDoc API' }).click();
    const form = page.getByRole('dialog', { name: 'Ajouter Inqom – PushDoc API' });
    const submit = form.getByRole('button', { name: 'Ajouter', exact: true });
    await form.getByLabel('Nom dans votre espace').fill(name);
    await submit.click();
    expect(await form.getByText('À remplir.').count()).toBeGreaterThan(1);
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('username');

    const address = `${platform.sandboxUrl}/inqom`;
    await field(form, 'username').fill(` ${inqomAccount.username} `);
    await field(form, 'password').fill('pas le bon');
    await field(form, 'clientSecret').fill(inqomAccount.clientSecret);
    await field(form, 'clientId').fill(inqomAccount.clientId);
    for (const each of ['authAddress', 'apiAddress'])
      await field(form, each).fill(address.replace('http://', ' http:// ').concat('/ '));
    await submit.click();
    const refused = field(form, 'password');
    await vi.waitUntil(async () => (await refused.getAttribute('data-invalid')) === 'true', soon);
    await form.getByText('Inqom a refusé ces identifiants. Vérifiez-les').waitFor();
    expect(await form.innerText()).not.toMatch(/invalid_|HTTP|grant/);
    expect((await api.call(routes.listInstallations, { params: { firm } })).items).toEqual([]);

    await refused.fill(inqomAccount.password);
    await submit.click();
    await form.getByText(`${name} est dans votre espace.`).waitFor();
    await form.getByRole('button', { name: 'Plus tard' }).click();
    await card(name).getByText('Active, aucun dossier connecté').waitFor();
  });

  it('give up a try that takes too long, and keep nothing of it', async () => {
    await orderFault(platform.sandboxUrl, {
      kind: 'delay',
      ms: 20_000,
      when: 'before',
      match: 'token',
      count: 1,
    });
    await openMenu(name, 'Renouveler les identifiants');
    const form = page.getByRole('dialog');
    expect(await field(form, 'password').inputValue()).toBe('');
    expect(await field(form, 'password').getAttribute('placeholder')).toBe('Laisser vide pour garder');
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
    await form.getByRole('button', { name: 'Essai en cours…' }).waitFor();
    await form.getByRole('button', { name: 'Abandonner l’essai' }).click();
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).waitFor();
    expect(await form.getByRole('alert').count()).toBe(0);
    const { items } = await api.call(routes.listAudit, { params: { firm }, query: {} });
    expect(items.filter(({ action }) => action === 'installation.credentials_renewed')).toEqual([]);
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
    await page.getByText(`Les identifiants de ${name} sont renouvelés.`).waitFor();
  });

  it('are paused by the keyboard alone, resumed, and told what to do with new versions', async () => {
    const cog = page.getByRole('button', { name: `Régler ${name}` });
    await cog.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Connecter des dossiers' }).waitFor();
    await vi.waitUntil(async () => {
      if ((await page.evaluate('document.activeElement.textContent')) === 'Mettre en pause') return true;
      await page.keyboard.press('ArrowUp');
      return false;
    }, soon);
    await page.keyboard.press('Enter');
    await card(name).getByText(`Par ${administrator.name}`).waitFor();
    await card(name).getByRole('button', { name: 'Reprendre' }).click();
    await card(name).getByText('Active, aucun dossier connecté').waitFor();

    await openMenu(name, 'Nouvelles versions');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Demander à chaque fois').check();
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText(`Le réglage des nouvelles versions de ${name} est enregistré.`).waitFor();
    const { items } = await api.call(routes.listInstallations, { params: { firm } });
    expect(items).toMatchObject([{ versionPolicy: 'ask', state: 'active' }]);
  });

  it('by e-mail are added by one click, and say what to do next', async () => {
    await page.getByRole('button', { name: 'Ajouter Dext Achats' }).click();
    await page.getByText('Dext Achats est dans votre espace.').waitFor();
    const next = page.getByRole('alert').getByRole('link', { name: 'Connecter des dossiers' });
    expect(await next.getAttribute('href')).toMatch(/\/applications\/[0-9a-f-]+\/connecter$/);
    await card('Dext Achats').waitFor();
    await page.getByRole('button', { name: 'Ajouter Dext Achats' }).waitFor({ state: 'detached' });
  });

  it('are removed, once asked', async () => {
    await openMenu('Dext Achats', 'Retirer');
    const dialog = page.getByRole('dialog', { name: 'Retirer Dext Achats' });
    await dialog.getByRole('button', { name: 'Retirer', exact: true }).click();
    await page.getByText('Dext Achats est retirée de votre espace.').waitFor();
    await card('Dext Achats').waitFor({ state: 'detached' });
  });

  it('hide what is not used from a collaborator, who asks for an application in his own words', async () => {
    await signOut(page, administrator.name);
    await signIn(page, collaborator);
    await page.getByRole('navigation').getByRole('link', { name: 'Applications' }).click();
    await card(name).waitFor();
    expect(await page.getByText('Applications non utilisées').count()).toBe(0);
    expect(await page.getByRole('main').getByText('Dext').count()).toBe(0);
    await page.getByRole('button', { name: `Régler ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Connecter des dossiers' }).waitFor();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
      'Connecter des dossiers',
      'Dossiers et règles',
    ]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Demander une application' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Votre demande').fill('Dext Ventes, pour mes restaurants');
    await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
    await page.getByText('Votre demande est transmise aux administrateurs').waitFor();
    expect(await refusalsOfCollaborator()).toEqual(Array.from({ length: 6 }, () => 403));
  });

  it('show the request to an administrator, who was written to, until it is dealt with', async () => {
    await vi.waitUntil(async () => (await subjectsTo(administrator.email)).length === 1, soon);
    expect(await subjectsTo(administrator.email)).toEqual([`${collaborator.name} demande une application`]);
    await signOut(page, collaborator.name);
    await signIn(page, administrator);
    await page.getByRole('navigation').getByRole('link', { name: 'Applications' }).click();
    await page.getByText('Dext Ventes, pour mes restaurants').waitFor();
    await page
      .getByRole('button', { name: `Marquer comme traitée la demande de ${collaborator.name}` })
      .click();
    await page.getByText('Dext Ventes, pour mes restaurants').waitFor({ state: 'detached' });
  });

  it('left no complaint in the console', () => expect(complaints).toEqual([]));
});

/** The lines of the catalogue. */
function rows(): Locator {
  return page.getByRole('table', { name: 'Applications non utilisées' }).locator('tbody tr');
}

function card(application: string): Locator {
  return page.getByRole('region', { name: application, exact: true });
}

function field(form: Locator, named: string): Locator {
  return form.locator(`[name="${named}"]`);
}

async function openMenu(application: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Régler ${application}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** What the API answers a collaborator to each gesture about applications that are not used. */
async function refusalsOfCollaborator(): Promise<number[]> {
  const own = await signInTo(platform.url, collaborator.email, collaborator.password);
  const params = { firm };
  const statusOf = (work: Promise<unknown>) =>
    work.then(
      () => 200,
      ({ status }: ApiError) => status,
    );
  return Promise.all([
    statusOf(own.call(routes.listApplications, { params })),
    statusOf(own.call(routes.previewName, { params, body: { application: 'sftp', template: '{name}' } })),
    statusOf(
      own.call(routes.createInstallation, { params, body: { application: 'email', credentials: {} } }),
    ),
    statusOf(own.call(routes.openSetup, { params, body: { application: 'email' } })),
    statusOf(own.call(routes.listSetups, { params })),
    statusOf(own.call(routes.listApplicationRequests, { params })),
  ]);
}

const mails = z.array(z.object({ envelope: z.object({ to: z.array(z.string()) }), subject: z.string() }));

async function subjectsTo(email: string): Promise<string[]> {
  const all = mails.parse(await (await fetch(`${platform.mailboxUrl}/messages`)).json());
  return all.filter(({ envelope }) => envelope.to.includes(email)).map(({ subject }) => subject);
}
