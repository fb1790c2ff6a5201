/**
 * `npm run screenshots [page…]`: fills a platform with something of everything and takes each page in French and English, light and
 * dark, wide and on a phone, into `data/screenshots`. Each is examined by axe on the way. Exits 1 on a serious finding.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { openBrowser } from './browser.ts';
import { administrator, dossiers, fillFirm, type RichFirm, timings } from './rich-firm.ts';
import { type Platform, startPlatform } from './start-platform.ts';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'data', 'screenshots');
const languages = ['fr', 'en'] as const;
const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

interface ShownPage {
  readonly name: string;
  readonly address: string;
  readonly isSignedIn: boolean;
}

function listPages(platform: Platform, { firm, clientId, failed, booked, archived }: RichFirm): ShownPage[] {
  const base = `${platform.url}/cabinets/${firm.id}`;
  const client = `${base}/dossiers/${clientId}`;
  return [
    { name: 'sign-in', address: `${platform.url}/connexion`, isSignedIn: false },
    { name: 'forgotten-password', address: `${platform.url}/mot-de-passe-oublie`, isSignedIn: false },
    { name: 'new-password', address: `${platform.url}/nouveau-mot-de-passe#jeton`, isSignedIn: false },
    { name: 'first-run', address: `${platform.url}/installation?token=jeton`, isSignedIn: false },
    { name: 'clients', address: `${base}/dossiers`, isSignedIn: true },
    { name: 'client', address: `${client}?repertoire=${failed.folderId}`, isSignedIn: true },
    {
      name: 'client-undelivered',
      address: `${client}?repertoire=${failed.folderId}&document=${failed.id}`,
      isSignedIn: true,
    },
    {
      name: 'client-booked',
      address: `${client}?repertoire=${failed.folderId}&document=${booked.id}`,
      isSignedIn: true,
    },
    {
      name: 'client-archived',
      address: `${client}?repertoire=${archived.folderId}&document=${archived.id}`,
      isSignedIn: true,
    },
    { name: 'deliveries', address: `${base}/envois`, isSignedIn: true },
    { name: 'deliveries-all', address: `${base}/envois?etat=tous`, isSignedIn: true },
    { name: 'resources', address: `${base}/ressources`, isSignedIn: true },
    { name: 'account', address: `${base}/mon-compte`, isSignedIn: true },
  ];
}

async function main(chosen: readonly string[]): Promise<number> {
  if (chosen.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await using platform = await startPlatform({
    dossiers,
    timings,
    behaviour: { processingAfterMs: 100, doneAfterMs: 300 },
  });
  await using rich = await fillFirm(platform);
  await using browser = await openBrowser({ folder: platform.folder });
  const page = browser.pages()[0] ?? (await browser.newPage());
  const pages = listPages(platform, rich).filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  // What is wrong with an element, and in which forms of which pages it shows.
  const findings = new Map<string, Set<string>>();
  const take = async (shown: readonly ShownPage[]) => {
    for (const each of shown) {
      for (const finding of await takePage(page, each))
        findings.set(finding, (findings.get(finding) ?? new Set()).add(each.name));
    }
  };
  await take(pages.filter(({ isSignedIn }) => !isSignedIn));
  await signIn(browser, platform);
  await take(pages.filter(({ isSignedIn }) => isSignedIn));
  for (const [finding, where] of findings) console.log(`axe     ${finding}: ${[...where].join(', ')}`);
  const of = `${pages.length} pages × ${languages.length} languages × ${themes.length} themes × ${sizes.length} widths`;
  console.log(`${of} in data/screenshots, ${findings.size} serious findings of axe`);
  return findings.size === 0 ? 0 : 1;
}

/** @returns axe's serious findings on it, in every form */
async function takePage(page: Page, { name, address }: ShownPage): Promise<string[]> {
  const findings: string[] = [];
  for (const language of languages) {
    await page.goto(address);
    await page.evaluate((chosen) => localStorage.setItem('navette-language', chosen), language);
    for (const theme of themes) {
      for (const size of sizes) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.setViewportSize(size);
        await page.goto(address);
        await untilShown(page);
        await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${size.width}.png`) });
        findings.push(...(await examine(page)));
      }
    }
  }
  console.log(`taken   ${name}`);
  return findings;
}

/** Everything has come, fonts too, and nothing moves any more. */
async function untilShown(page: Page): Promise<void> {
  await page.locator('body:has(h1):not(:has([aria-busy="true"]))').waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const isFramed = (await page.locator('[data-state="connecting"], [data-state="live"]').count()) > 0;
  if (isFramed) await page.locator('[data-state="live"]').first().waitFor({ state: 'attached' });
}

const axeAnswer = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    nodes: z.array(z.object({ html: z.string() })),
  }),
);

async function examine(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const run = "axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations)";
  return axeAnswer
    .parse(await page.evaluate(run))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} at ${shortTag(html)}`));
}

/** The opening tag, without what is drawn anew on each page. */
function shortTag(html: string): string {
  const tag = /^<[^>]*>/.exec(html)?.[0] ?? html;
  return tag.replace(/ (id|class|style|data-[\w-]+|aria-controls|tabindex|type)="[^"]*"/g, '').slice(0, 160);
}

/** Through the API, in the name of the browser: the sign-in page has its own test. */
async function signIn(browser: BrowserContext, platform: Platform): Promise<void> {
  const { email, password } = administrator;
  const answer = await browser.request.post(`${platform.url}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: platform.url },
  });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
