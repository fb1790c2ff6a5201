/** What is done with an application in its pages, in French: adding it, connecting a client by its key, sending it a document. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { distinctInvoice } from './distinct-invoice.ts';
import type { FirmInBrowser } from './firm-in-browser.ts';
import { chooseFiles, rowOf, showFolder } from './page-gestures.ts';

type Values = Readonly<Record<string, string>>;

/** Goes to the applications of the firm by the menu. */
export async function openApplications(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Applications' }).click();
  await page.getByRole('heading', { name: 'Les applications de mon espace' }).waitFor();
}

/** The card of an application that the firm has. */
export function cardOf(page: Page, application: string): Locator {
  return page.getByRole('region', { name: application, exact: true });
}

/** Opens the form by which an application of the catalogue is added. */
export async function openAddForm(page: Page, application: string): Promise<Locator> {
  await page.getByRole('button', { name: `Ajouter ${application}`, exact: true }).click();
  const form = page.getByRole('dialog', { name: `Ajouter ${application}` });
  await form.getByRole('textbox', { name: 'Nom dans votre espace' }).waitFor();
  return form;
}

/** Has what the form holds tried. */
export function add(form: Locator): Promise<void> {
  return form.getByRole('button', { name: 'Ajouter', exact: true }).click();
}

/** @param values by the labels of their fields */
export async function fillFields(form: Locator, values: Values): Promise<void> {
  for (const [label, value] of Object.entries(values)) await fieldOf(form, label).fill(value);
}

/** Waits until a refusal stands under the field of that label, and under no other. @returns what it says */
export async function refusalUnder(form: Locator, label: string): Promise<string> {
  const field = fieldOf(form, label);
  await field.and(form.page().locator('[aria-invalid="true"]')).waitFor();
  const invalid = form.locator('[aria-invalid="true"]');
  expect(await invalid.count()).toBe(1);
  expect(await form.getByRole('alert').count()).toBe(0);
  const described = (await field.getAttribute('aria-describedby')) ?? '';
  const said = form.locator(`[id="${described.split(' ').find((id) => id.endsWith('-error'))}"]`);
  await field.and(form.page().locator(':focus')).waitFor();
  const [above, below] = [await field.boundingBox(), await said.boundingBox()];
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  await expect.poll(() => isInSight(said)).toBe(true);
  return said.innerText();
}

/** Whether the last line of a text can be read: in the window, and behind nothing. */
function isInSight(text: Locator): Promise<boolean> {
  return text.evaluate((element) => {
    const { left, bottom } = element.getBoundingClientRect();
    return element.contains(element.ownerDocument.elementFromPoint(left + 4, bottom - 4));
  });
}

/** From the form, once it is taken, to the page that connects clients. */
export async function goOnToConnect(form: Locator, application: string): Promise<void> {
  await form.getByText(`${application} est dans votre espace.`).waitFor();
  await form.getByRole('button', { name: 'Connecter des dossiers' }).click();
  await form
    .page()
    .getByRole('heading', { name: `Connecter des dossiers à ${application}` })
    .waitFor();
}

/** On the first step: chooses a folder of the first level, with the type that the page reads from its name unless one is told. */
export async function connectFolder(page: Page, folder: string, type?: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${folder}\\b`) }).click();
  if (type !== undefined) {
    await page.getByRole('combobox', { name: 'Type de document' }).click();
    await page.getByRole('option', { name: new RegExp(`^${type}`) }).click();
  }
  await page.getByRole('button', { name: 'Sauvegarder', exact: true }).click();
  await page.getByText(`Répertoire sauvegardé\u00a0: /${folder}`).waitFor();
  await page.getByRole('button', { name: 'Suivant', exact: true }).click();
}

/** On the second step, one by one: finds a client and allows it. @returns what asks for its key */
export async function allowClient(page: Page, client: string): Promise<Locator> {
  await page.getByRole('tab', { name: 'Un par un' }).click();
  await page.getByRole('combobox', { name: 'Trouver un dossier client' }).fill(client);
  await page.getByRole('option', { name: new RegExp(`^${client}`) }).click();
  const access = page.getByRole('region', { name: client });
  await access.getByRole('checkbox', { name: 'Autoriser l’accès' }).check();
  return access;
}

/** Waits until the page has filled a field in by itself. */
export async function proposedIn(access: Locator, label: string): Promise<string> {
  const field = fieldOf(access, label);
  await expect.poll(() => field.inputValue()).not.toBe('');
  return field.inputValue();
}

/** Gives a client its key there, and saves. */
export async function saveKey(access: Locator, values: Values): Promise<void> {
  await fillFields(access, values);
  await access.getByRole('button', { name: 'Enregistrer', exact: true }).click();
}

/** Waits until the client is connected, then ends at the report, which names it. */
export async function finishConnecting(page: Page, client: string, application: string): Promise<void> {
  await page.getByText(`${client} est connecté à ${application}.`).waitFor();
  await page.getByRole('button', { name: 'Terminer', exact: true }).click();
  await page.getByRole('complementary', { name: 'Compte rendu' }).getByText(client).waitFor();
}

/** Goes to a folder of a client by the menu and the list. */
export async function openFolder(page: Page, client: string, path: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Dossiers/ })
    .first()
    .click();
  await page.getByRole('link', { name: client }).click();
  await page.getByRole('heading', { name: client }).waitFor();
  await showFolder(page, path);
}

let deposits = 0;

/** Deposits an invoice unlike every other one in a folder of a client, by the page. @returns its SHA-256 */
export async function depositInvoice(
  { page, platform }: FirmInBrowser,
  client: string,
  path: string,
  name: string,
): Promise<string> {
  await openFolder(page, client, path);
  const bytes = await distinctInvoice(++deposits);
  const file = join(platform.folder, name);
  await writeFile(file, bytes);
  await chooseFiles(page, [file]);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Waits until the line of a document in its folder says so. */
export async function untilState(page: Page, name: string, state: RegExp): Promise<void> {
  await rowOf(page, name).filter({ hasText: state }).waitFor();
}

function fieldOf(form: Locator, label: string): Locator {
  return form.getByRole('textbox', { name: label, exact: true });
}
