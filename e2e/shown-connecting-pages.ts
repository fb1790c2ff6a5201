/** Connecting clients to an application: its three steps, by a file and one by one, and the list of those connected. */
import type { Page } from 'playwright-core';
import type { RichConnecting } from './rich-connecting.ts';
import { press, type ShownPage } from './shown-page.ts';

type Shown = Omit<ShownPage, 'viewer'>;

/** @param applications address of the applications */
export function listConnectingPages(applications: string, rich: RichConnecting): Shown[] {
  const { connectingId, connectingRuleId, connectionsToCheck, connectionsDone } = rich;
  const application = `${applications}/${connectingId}`;
  const connecting = `${application}/connecter`;
  const clients = `${connecting}?regle=${connectingRuleId}&etape=dossiers`;
  return [
    { name: 'connecting-folder', address: `${connecting}?memes=true`, act: openFolder },
    { name: 'connecting-folder-saved', address: `${connecting}?regle=${connectingRuleId}` },
    { name: 'connecting-file', address: clients },
    { name: 'connecting-check', address: `${clients}&import=${connectionsToCheck}` },
    {
      name: 'connecting-report',
      address: `${connecting}?regle=${connectingRuleId}&etape=compte-rendu&import=${connectionsDone}`,
    },
    { name: 'connecting-keys', address: `${connecting}?cles=true` },
    { name: 'connecting-one', address: `${clients}&mode=un-par-un`, act: chooseOne },
    { name: 'connecting-one-refused', address: `${clients}&mode=un-par-un`, act: refuseOne },
    { name: 'connected', address: application },
    {
      name: 'connected-selection',
      address: application,
      act: (page) =>
        page
          .getByRole('checkbox', { name: /^Sélectionner les lignes affichées|^Select the rows shown/ })
          .check({ force: true }),
    },
    {
      name: 'connected-change',
      address: application,
      act: async (page) => {
        await press(page, '^(Actions pour|Actions for)');
        await page.getByRole('menuitem').first().click();
        await page.getByRole('dialog').getByRole('textbox').waitFor();
      },
    },
    { name: 'connected-none-found', address: `${application}?recherche=introuvable` },
  ];
}

async function openFolder(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /Achats/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { level: 2 }).first().waitFor();
}

async function chooseOne(page: Page): Promise<void> {
  await page.getByRole('option').last().click();
  await page.locator('[data-access-tick]').check({ force: true });
  await page.getByRole('textbox', { name: /e-mail/i }).waitFor();
}

async function refuseOne(page: Page): Promise<void> {
  await chooseOne(page);
  await page.getByRole('textbox', { name: /e-mail/i }).fill('pas une adresse');
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid="true"]').waitFor();
}
