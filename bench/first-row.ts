/** How long until the first row of a list is seen, in Chromium. */
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import type { FullFirm } from './full-firm.ts';

/** A browser in which the firm's administrator is signed in. */
export async function openBrowser({ api, scratch }: FullFirm): Promise<BrowserContext & AsyncDisposable> {
  const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
    executablePath: process.env.NAVETTE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
    locale: 'fr-FR',
    viewport: { width: 1440, height: 900 },
    baseURL: api.baseUrl,
  });
  const cookies = api.cookie.split('; ').map((each) => {
    const at = each.indexOf('=');
    return { name: each.slice(0, at), value: each.slice(at + 1), url: api.baseUrl };
  });
  await context.addCookies(cookies);
  return Object.assign(context, { [Symbol.asyncDispose]: () => context.close() });
}

const rowOfTable = 'table:not([aria-busy="true"]) tbody tr :is(a, button)';

/** In the page: when the first row of a list has been drawn, by the page's own clock. */
const whenRowIsDrawn = (row: string) => `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector(${JSON.stringify(row)}) === null) return false;
    requestAnimationFrame(() => resolve(performance.now()));
    return true;
  };
  const watcher = new MutationObserver(() => look() && watcher.disconnect());
  if (!look()) watcher.observe(document, { subtree: true, childList: true, attributes: true });
})`;

/**
 * From the start of the navigation: the whole page is loaded, scripts from the browser's cache.
 * @param row what a row is; that of a table unless given
 */
export async function firstRowCold(
  browser: BrowserContext,
  address: string,
  row = rowOfTable,
): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  return Number(await page.evaluate(whenRowIsDrawn(row)));
}

/** From a page of the product that has never seen this list, as a click on a link goes there. */
export async function firstRowInside(
  browser: BrowserContext,
  from: string,
  address: string,
  row = rowOfTable,
): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(from);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const [startedAt, drawnAt] = (await page.evaluate(`(async () => {
    const startedAt = performance.now();
    history.pushState({}, '', ${JSON.stringify(address)});
    dispatchEvent(new PopStateEvent('popstate'));
    return [startedAt, await ${whenRowIsDrawn(row)}];
  })()`)) as [number, number];
  return drawnAt - startedAt;
}
