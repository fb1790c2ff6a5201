/** The mapping of an application, with every grade, and what is done with it. */
import type { Page } from 'playwright-core';
import { press, type ShownPage } from './shown-page.ts';

type Shown = Omit<ShownPage, 'viewer'>;

/** @param address of the page of the application @param attributeId what its clients are compared by */
export function listMappingPages(address: string, attributeId: string): Shown[] {
  const mapping = `${address}?onglet=mapping&par=${attributeId}`;
  return [
    { name: 'mapping', address: mapping },
    { name: 'mapping-one-grade', address: `${mapping}&resultat=aucun` },
    { name: 'mapping-none-found', address: `${mapping}&cherche=introuvable` },
    {
      name: 'mapping-choose',
      address: mapping,
      act: (page) => open(page, '^(Choisir|Choose) Garage du Parc$'),
    },
    {
      name: 'mapping-search',
      address: mapping,
      act: async (page) => {
        await open(page, '^(Choisir|Choose) SCI Les Tilleuls$');
        await page.getByRole('dialog').getByRole('searchbox').fill('garage');
        await page.getByRole('radio', { name: /48190/ }).waitFor();
      },
    },
    {
      name: 'mapping-correct',
      address: mapping,
      act: (page) => open(page, '^(Corriger|Correct) Électricité Vasseur$'),
    },
    {
      name: 'mapping-used',
      address: mapping,
      act: (page) => open(page, '^(Choisir|Choose) Brasserie de l’Écluse, terrasse$'),
    },
    {
      name: 'mapping-partner-down',
      address: mapping,
      act: async (page) => {
        await page.route('**/mapping/refresh', (route) => route.abort());
        await press(page, '^(Actualiser|Refresh)$');
        await page.getByRole('alert').first().waitFor();
      },
    },
  ];
}

async function open(page: Page, gesture: string): Promise<void> {
  await press(page, gesture);
  await page.getByRole('dialog').waitFor();
}
