/** A firm before its first application, in a real browser and in French: its clients are there, its administrator is signed in. */
import { routes } from '@navette/api';
import { createFirm } from '@navette/testkit';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { listenTo, signIn } from './page-gestures.ts';
import { type Platform, type PlatformOptions, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

export interface FirmInBrowser extends AsyncDisposable {
  readonly platform: Platform;
  readonly page: Page;
  /** What the page wrote as errors in its console. */
  readonly complaints: readonly string[];
}

/** Starts a platform of its own, and a browser that ends with it. */
export async function openFirmInBrowser(
  clients: readonly { readonly name: string; readonly siret?: string }[],
  options: PlatformOptions,
): Promise<FirmInBrowser> {
  const resources = new AsyncDisposableStack();
  try {
    const platform = resources.use(await startPlatform(options));
    const { id: firm, api } = await createFirm(platform.setupLink ?? '', administrator);
    for (const body of clients) await api.call(routes.createClient, { params: { firm }, body });
    const browser = resources.use(await openBrowser({ folder: platform.folder }));
    const page = browser.pages()[0] ?? (await browser.newPage());
    const complaints: string[] = [];
    listenTo(page, complaints);
    await page.goto(platform.url);
    await signIn(page, administrator);
    await page.getByRole('heading', { name: 'Dossiers clients' }).waitFor();
    const opened = resources.move();
    return { platform, page, complaints, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}
