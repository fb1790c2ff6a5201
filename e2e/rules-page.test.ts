/** The rules of an application, written by the keyboard alone, in a real browser: what they would do, take, leave and send. */
import { routes } from '@navette/api';
import type { PreparedFirm } from '@navette/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { listenTo, signIn, signOut } from './page-gestures.ts';
import { administrator } from './rich-firm.ts';
import { dossiers, drop, fillRulesFirm, reader } from './rules-firm.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { untilFound } from './until-found.ts';

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let firm: PreparedFirm;
const complaints: string[] = [];

// Each test goes on where the one before it stopped.
describe.skipIf(chromiumPath === undefined)('the rules of an application', () => {
  beforeAll(async () => {
    platform = await startPlatform({ dossiers, behaviour: { processingAfterMs: 100, doneAfterMs: 200 } });
    firm = await fillRulesFirm(platform);
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    listenTo(page, complaints);
    await page.goto(rulesAddress());
    await signIn(page, administrator);
    await page.getByRole('heading', { name: 'Règles d’envoi' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
  });

  it('say that nothing leaves while there is none, and what to do', async () => {
    await page.getByText('Aucune règle pour l’instant : rien ne part.').waitFor();
    await coverageOf('/Social').getByText('Aucune règle : ces documents restent').waitFor();
  });

  it('complete a path on the real folders and offer the variables, by the keyboard alone', async () => {
    await source().focus();
    await option(/Notes de frais 3 dossiers/).waitFor();
    await page.keyboard.type('/ach');
    await untilActive(/^Achats/);
    await page.keyboard.press('Tab');
    expect(await source().inputValue()).toBe('/Achats/');
    await page.keyboard.type('{');
    await untilActive(/millésime.*aujourd’hui \d{4}/);
    await page.keyboard.press('Enter');
    await option(/\{mois\}.*aujourd’hui \d{2}/).waitFor();
    await page.keyboard.press('ArrowDown');
    await untilActive(/\{mois\}/);
    await page.keyboard.press('Enter');
    expect(await source().inputValue()).toBe('/Achats/{millésime}/{mois}/');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    await preview()
      .getByText(/^Aujourd’hui\s: \/Achats\/\d{4}\/\d{2}\. 3 dossiers sur 3 ont ce chemin, aucun document/)
      .waitFor();
  });

  it('are added by Enter, and are in the table at once', async () => {
    await page.keyboard.press('Tab');
    await chooseType('Facture d’achat');
    await page.keyboard.press('Tab');
    await page.keyboard.type('/Achats/Transmis');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    const row = ruleOf('/Achats/{millésime}/{mois}');
    await row.getByText('Facture d’achat').waitFor();
    await row.getByText('/Achats/Transmis').waitFor();
    await page.getByText(/^Enregistré à \d{2}:\d{2}$/).waitFor();
    await untilSourceIsFocused();
    expect(await source().inputValue()).toBe('');
  });

  it('tell the figures and the clients of what is being written', async () => {
    await page.keyboard.type('/not');
    await untilActive(/^Notes de frais/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await preview()
      .getByText('3 dossiers sur 3 ont ce chemin, 3 documents s’y trouvent.', { exact: false })
      .waitFor();
    await preview()
      .getByRole('row', { name: /Garage du Lac .*Notes de frais 1/ })
      .waitFor();
    await preview().getByRole('button', { name: 'Voir les 3 dossiers' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dossiers qui ont ce chemin' });
    await dialog.getByRole('link', { name: 'Pharmacie du Marché' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('advise an archive that feeds nothing, in one gesture', async () => {
    await source().focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await chooseType('Note de frais');
    await page.getByRole('button', { name: 'Archiver dans /Transmis/Notes de frais' }).press('Enter');
    expect(await page.getByRole('combobox', { name: /archive/ }).inputValue()).toBe(
      '/Transmis/Notes de frais',
    );
    await page.getByRole('button', { name: 'Ajouter', exact: true }).press('Enter');
    await ruleOf('/Notes de frais').getByText('Note de frais', { exact: true }).waitFor();
    await page.getByText('2 règles, 3 dossiers connectés').waitFor();
    await untilSourceIsFocused();
  });

  it('are refused when they would send twice: the line stays, not saved, until it is changed', async () => {
    await page.keyboard.type('/Transmis');
    await page.keyboard.press('Escape');
    await preview().getByText('Cette règle sera refusée.').waitFor();
    await page.keyboard.press('Tab');
    await chooseType('Autre');
    await page.getByRole('button', { name: 'Ajouter', exact: true }).press('Enter');
    const refused = page.getByRole('row', { name: /Refusée, non enregistrée/ });
    await refused.getByText(/L’archive de la règle \/Notes de frais .*repartirait/).waitFor();
    expect(await listPaths()).toEqual(['/Achats/{millésime}/{mois}', '/Notes de frais']);
    await refused.getByRole('button', { name: 'Modifier' }).press('Enter');
    await refused.waitFor({ state: 'detached' });
    expect(await source().inputValue()).toBe('/Transmis');
    await source().fill('');
  });

  it('show the folders that none of them takes, and start one from there', async () => {
    await coverageOf('/Notes de frais').getByText('/Notes de frais').nth(1).waitFor();
    await page.getByRole('button', { name: /^Sans règle 1/ }).press('Enter');
    await coverageOf('/Notes de frais').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Ajouter une règle pour /Social' }).press('Enter');
    await preview()
      .getByText(/2 documents s’y trouvent/)
      .waitFor();
    expect(await source().inputValue()).toBe('/Social');
    await page.keyboard.press('Escape');
    await source().fill('');
    await page.getByRole('button', { name: /^Tous \d/ }).press('Enter');
  });

  it('are tried on the last 90 days: what came, what they take, where the rest sits', async () => {
    await page.getByRole('tab', { name: 'Couverture' }).focus();
    await page.keyboard.press('ArrowRight');
    const panel = page.getByRole('tabpanel');
    await figure(panel, 'reçus', 5).waitFor();
    await figure(panel, 'pris par une règle', 3).waitFor();
    await figure(panel, 'laissés en place', 2).waitFor();
    await panel.locator('.recharts-surface').first().waitFor();
    await panel.getByRole('row', { name: '/Notes de frais 3 3' }).waitFor();
    await panel.getByRole('row', { name: /^\/Social 2/ }).waitFor();
  });

  it('leave in place what was there, until one asks: then it is sent, and archived', async () => {
    await page.getByText('Les 3 documents déjà présents restent en place.').waitFor();
    await page.getByRole('button', { name: 'Envoyer aussi les documents présents' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Envoyer aussi les documents présents' });
    const line = dialog.getByRole('row', { name: /Taxi 1\.pdf Garage du Lac/ });
    await line.getByText('Note de frais', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Envoyer 3 documents' }).press('Enter');
    await dialog.getByText('3 documents sont en route.').waitFor();
    await dialog.getByRole('button', { name: 'Fermer' }).last().press('Enter');
    await page.getByText('Aucun document déjà présent n’attend.').waitFor();
    await untilFound('the delivery of what was there', async () => {
      const params = { firm: firm.id };
      const { items } = await firm.api.call(routes.listDeliveries, { params, query: { state: 'delivered' } });
      return items.length === 3 ? items : undefined;
    });
  });

  it('are removed at once, or after asking when that cancels deliveries', async () => {
    const params = { firm: firm.id, installation: firm.installationId };
    await remove('/Achats/{millésime}/{mois}').press('Enter');
    await page.getByText('Règle supprimée.').waitFor();
    await ruleOf('/Achats/{millésime}/{mois}').waitFor({ state: 'detached' });
    await firm.api.call(routes.pauseInstallation, { params });
    await drop(firm, firm.clients[0]?.id ?? '', '/Notes de frais', 'Péage.pdf', 20);
    await remove('/Notes de frais').press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Supprimer cette règle ?' });
    await dialog.getByText(/Envois pas encore partis, qui seront annulés\s: 1/).waitFor();
    await dialog.getByRole('button', { name: 'Annuler' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await listPaths()).toEqual(['/Notes de frais']);
    await remove('/Notes de frais').press('Enter');
    await dialog.getByRole('button', { name: 'Supprimer la règle' }).press('Enter');
    await page.getByText('Règle supprimée, 1 envoi annulé.').waitFor();
    expect(await listPaths()).toEqual([]);
  });

  it('are read by collaborators, who change nothing of them', async () => {
    await firm.api.call(routes.createRule, {
      params: { firm: firm.id, installation: firm.installationId },
      body: { sourcePath: '/Social', documentType: 'administrative' },
    });
    await signOut(page, administrator.name);
    await page.goto(rulesAddress());
    await signIn(page, reader);
    await ruleOf('/Social').getByText('non confirmé').waitFor();
    // Of his own clients.
    await page.getByText('1 règle, 2 dossiers connectés').waitFor();
    expect(await source().count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Supprimer|Copier|Ajouter)/ }).count()).toBe(0);
  });

  it('make the browser complain of nothing', () => {
    expect(complaints).toEqual([]);
  });
});

function rulesAddress(): string {
  return `${platform.url}/cabinets/${firm.id}/applications/${firm.installationId}?onglet=regles`;
}

function source(): Locator {
  return page.getByRole('combobox', { name: 'Chemin de dépôt' });
}

/** Where the next rule is typed: what was added gave the focus back. */
function untilSourceIsFocused(): Promise<void> {
  return page.locator('input[role="combobox"]:focus').and(source()).waitFor();
}

function option(name: RegExp): Locator {
  return page.getByRole('option', { name });
}

/** What a reader of the screen is told to be chosen. */
async function untilActive(name: RegExp): Promise<void> {
  const chosen = page.getByRole('option', { name, selected: true });
  await chosen.waitFor();
  const id = await chosen.getAttribute('id');
  await page.locator(`[role="combobox"][aria-activedescendant="${id}"]`).waitFor();
}

/** In the list that has the focus. */
async function chooseType(name: string): Promise<void> {
  const list = page.getByRole('listbox', { name: 'Type de document' });
  await page.keyboard.press('Enter');
  await list.waitFor();
  const chosen = list.locator('[data-combobox-selected]');
  do await page.keyboard.press('ArrowDown');
  while (!(await chosen.innerText()).startsWith(name));
  await page.keyboard.press('Enter');
  await list.waitFor({ state: 'hidden' });
  expect(await page.getByRole('combobox', { name: 'Type de document' }).inputValue()).toBe(name);
}

function preview(): Locator {
  return page.getByRole('region', { name: 'Ce que ferait cette règle' });
}

function ruleOf(path: string): Locator {
  const table = page.getByRole('table', { name: 'Règles d’envoi' });
  return table.getByRole('row').filter({ has: page.getByTitle(path, { exact: true }) });
}

function coverageOf(path: string): Locator {
  const region = page.getByRole('region', { name: 'Couverture' });
  return region.getByRole('row').filter({ has: page.getByTitle(path, { exact: true }) });
}

function remove(path: string): Locator {
  return page.getByRole('button', { name: `Supprimer la règle ${path}`, exact: true });
}

function figure(panel: Locator, title: string, value: number): Locator {
  return panel.locator('dl > div').filter({ hasText: title }).getByText(String(value), { exact: true });
}

async function listPaths(): Promise<string[]> {
  const params = { firm: firm.id, installation: firm.installationId };
  const { items } = await firm.api.call(routes.listRules, { params });
  return items.map(({ sourcePath }) => sourcePath);
}
