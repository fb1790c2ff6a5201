import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/** The Chromium of this computer, where there is one: the launcher names it, `npm test` installs it for root on Debian. */
export const chromiumPath: string | undefined = [process.env.NAVETTE_CHROMIUM, '/usr/bin/chromium'].find(
  (path) => path !== undefined && path !== '' && existsSync(path),
);

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  /** Where the browser keeps its profile; removed by who made the folder. */
  readonly folder: string;
  readonly language?: 'fr' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** Starts a browser with a profile of its own. It says when a page asks it something; nothing is accepted for it. */
export async function openBrowser(options: BrowserOptions): Promise<BrowserContext & AsyncDisposable> {
  const { folder, language = 'fr', theme = 'light', width = 1440, height = 900 } = options;
  if (chromiumPath === undefined) throw new Error('No Chromium here: NAVETTE_CHROMIUM may name one');
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromiumPath,
    args,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    colorScheme: theme,
    reducedMotion: 'reduce',
    viewport: { width, height },
  });
  context.setDefaultTimeout(60_000);
  return Object.assign(context, { [Symbol.asyncDispose]: () => context.close() });
}
