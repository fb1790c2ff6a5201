/** The applications of a firm, and what is done with them. */
import type { Page } from 'playwright-core';
import { press, type ShownPage } from './shown-page.ts';

type Shown = Omit<ShownPage, 'viewer'>;

/** @param address of the page of the applications */
export function listApplicationPages(address: string): Shown[] {
  return [
    { name: 'applications', address },
    { name: 'applications-filtered', address: `${address}?categorie=transports&recherche=f` },
    { name: 'applications-none-found', address: `${address}?recherche=introuvable` },
    {
      name: 'applications-menu',
      address,
      act: async (page) => {
        await press(page, '^(Régler|Settings of) Inqom – PushDoc API$');
        await page.getByRole('menu').waitFor();
      },
    },
    {
      name: 'applications-add',
      address,
      act: async (page) => {
        await press(page, '^(Ajouter|Add) SFTP$');
        const drawer = await opened(page);
        await drawer.getByRole('list').first().waitFor();
      },
    },
    {
      name: 'applications-add-refused',
      address,
      act: async (page) => {
        await press(page, '^(Ajouter|Add) SFTP$');
        const drawer = await opened(page);
        await drawer.locator('[type="submit"]').click();
        await drawer.locator('[aria-invalid="true"]').first().waitFor();
      },
    },
    {
      name: 'applications-renew',
      address,
      act: async (page) => {
        await press(page, '^(Régler|Settings of) Inqom – PushDoc API$');
        await page.getByRole('menuitem', { name: /^(Renouveler|Renew)/ }).click();
        await (await opened(page)).locator('[name="username"]').waitFor();
      },
    },
    {
      name: 'applications-remove',
      address,
      act: async (page) => {
        await press(page, '^(Régler|Settings of) Inqom – Holding Castaing$');
        await page.getByRole('menuitem', { name: /^(Retirer|Remove)$/ }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: /^(Retirer|Remove)$/ }).click();
        await dialog.getByRole('alert').waitFor();
      },
    },
  ];
}

async function opened(page: Page) {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}
