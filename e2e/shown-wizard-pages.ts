/** The wizard of an application at each of its steps, and at its end. */
import type { RichWizard } from './rich-wizard.ts';
import { press, type ShownPage } from './shown-page.ts';

type Shown = Omit<ShownPage, 'viewer'>;

/** @param base of the pages of the applications */
export function listWizardPages(base: string, rich: RichWizard): Shown[] {
  const at = (setup: string, step = '') => `${base}/assistant/${setup}${step && `?etape=${step}`}`;
  const { newSetup, chosenSetup, runningSetup, finishedSetup } = rich;
  const clients = at(runningSetup, 'initialisation');
  return [
    { name: 'wizard-prerequisites', address: at(newSetup) },
    { name: 'wizard-clients', address: clients },
    { name: 'wizard-clients-found', address: `${clients}&recherche=mar&choix=autres` },
    { name: 'wizard-clients-none-found', address: `${clients}&recherche=introuvable` },
    { name: 'wizard-credentials', address: at(chosenSetup, 'connexion') },
    {
      name: 'wizard-credentials-missing',
      address: at(chosenSetup, 'connexion'),
      act: async (page) => {
        await press(page, '^(Valider|Validate)$');
        await page.locator('[aria-invalid="true"]').first().waitFor();
      },
    },
    {
      name: 'wizard-credentials-refused',
      address: at(chosenSetup, 'connexion'),
      act: async (page) => {
        // Nothing listens there.
        await page.locator('[name="address"]').fill('https://127.0.0.1:9');
        await page.locator('[name="username"]').fill('NAVETTE');
        await page.locator('[name="password"]').fill('pas le bon');
        await press(page, '^(Valider|Validate)$');
        await page.getByText(/Non connecté à|Not connected to/).waitFor();
      },
    },
    { name: 'wizard-credentials-again', address: at(runningSetup, 'connexion') },
    { name: 'wizard-mapping', address: at(runningSetup, 'mapping') },
    { name: 'wizard-rules', address: at(runningSetup, 'chemins') },
    {
      name: 'wizard-give-up',
      address: at(newSetup),
      act: async (page) => {
        await press(page, '^(Autres gestes|Other gestures)$');
        await page.getByRole('menuitem').first().click();
        await page.getByRole('dialog').getByRole('button').first().waitFor();
      },
    },
    { name: 'wizard-finished', address: at(finishedSetup) },
  ];
}
