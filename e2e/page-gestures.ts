/** What a person does on any page, in French: signing in, going through folders, choosing and dropping files. */
import type { Locator, Page } from 'playwright-core';

/** On the sign-in page. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
}

/** @param name of who is signed in */
export async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Compte de ${name}` }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Se connecter', exact: true }).waitFor();
}

/** Opens a folder by its path, `Achats/2026/11`, as the arrows do. */
export async function showFolder(page: Page, path: string): Promise<void> {
  const tree = page.getByRole('tree', { name: 'Répertoires' });
  const names = path.split('/');
  for (const [index, name] of names.entries()) {
    // Lines stand in the order of the tree: the first of that level and name is the one below those just opened.
    const line = tree.getByRole('treeitem', { level: index + 1, name: new RegExp(`^${name}\\b`) }).first();
    if ((await line.getAttribute('aria-selected')) !== 'true') await line.click();
    if (index === names.length - 1) continue;
    // One that has just got its first sub-folder shows it in a moment.
    await line.and(page.locator('[aria-expanded]')).waitFor();
    if ((await line.getAttribute('aria-expanded')) !== 'true') await line.press('ArrowRight');
  }
  await page.getByRole('heading', { level: 2, name: names.join(' / ') }).waitFor();
}

/** The line of a document, or of a delivery. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('row', { name: new RegExp(name.replace('.', '\\.')) }).first();
}

/** Deposits files of this computer in the folder that is shown, by the button. */
export async function chooseFiles(page: Page, paths: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Déposer des fichiers' }).click();
  await (await chooser).setFiles([...paths]);
}

/** Drops a folder of this computer on the documents, as a desktop does. */
export async function dropFolder(page: Page, path: string): Promise<void> {
  const box = await page.getByRole('region', { name: 'Documents' }).boundingBox();
  if (box === null) throw new Error('The documents are not on the screen');
  const { x, y } = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const desktop = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await desktop.send('Input.dispatchDragEvent', { type, x, y, data });
  await desktop.detach();
}

/** Adds to the list whatever the page complains about in its console. */
export function listenTo(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is written there by the browser itself; those are looked at in the page.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`);
  });
}
