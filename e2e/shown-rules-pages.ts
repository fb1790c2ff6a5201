/** The page of one application, and its rules in every state. */
import type { Page } from 'playwright-core';
import { press, type ShownPage } from './shown-page.ts';

/** @param address of the page of an application that has rules and documents */
export function listRulesPages(address: string): Omit<ShownPage, 'viewer'>[] {
  const rules = `${address}?onglet=regles`;
  return [
    { name: 'rules', address: rules },
    {
      name: 'rules-completion',
      address: rules,
      act: async (page) => {
        await type(page, '/Achats/');
        await page.getByRole('option').nth(2).waitFor();
      },
    },
    { name: 'rules-preview', address: rules, act: (page) => write(page, '/Réception') },
    { name: 'rules-preview-refused', address: rules, act: (page) => write(page, '/Ventes/{millésime}') },
    {
      name: 'rules-refused',
      address: rules,
      act: async (page) => {
        await write(page, '/Ventes/{millésime}/Transmis');
        await page.getByRole('combobox', { name: /^(Type de document|Document type)/ }).click();
        await page.getByRole('option', { name: /^(Autre|Other)/ }).click();
        await press(page, '^(Ajouter|Add)$');
        await page.getByRole('row', { name: /Refusée|Refused/ }).waitFor();
      },
    },
    {
      name: 'rules-clients',
      address: rules,
      act: async (page) => {
        await write(page, '/Réception');
        await press(page, '^(Voir les|See the) \\d+');
        await page.getByRole('dialog').getByRole('link').first().waitFor();
      },
    },
    {
      name: 'rules-coverage',
      address: rules,
      act: (page) => page.getByRole('region', { name: /^(Couverture|Coverage)/ }).scrollIntoViewIfNeeded(),
    },
    {
      name: 'rules-simulation',
      address: rules,
      act: async (page) => {
        await page.getByRole('tab', { name: /^Simulation/ }).click();
        await page.locator('.recharts-surface').first().waitFor();
        await page.getByRole('tabpanel').locator('table').last().scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'rules-remove',
      address: rules,
      act: async (page) => {
        await press(page, '^(Supprimer la règle|Remove the rule) /Achats');
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'application-settings', address: `${address}?onglet=reglages` },
  ];
}

/** Into the path of the adding row. */
async function type(page: Page, path: string): Promise<void> {
  await page.getByRole('combobox', { name: /^(Chemin de dépôt|Source path)/ }).click();
  await page.keyboard.type(path);
}

/** The same, then what the rule would do. */
async function write(page: Page, path: string): Promise<void> {
  await type(page, path);
  await page.keyboard.press('Escape');
  await page
    .getByRole('region', { name: /^(Ce que ferait|What this rule)/ })
    .getByRole('status')
    .or(page.getByText(/^(Cette règle sera refusée|This rule will be refused)/))
    .first()
    .waitFor();
}
