/**
 * `npm run screenshots [page…]`: fills a platform with something of everything and takes each page, in each of its states, in French
 * and English, light and dark, wide and on a phone, into `data/screenshots`. Each is examined by axe on the way, the frame of a
 * preview too. Words such as `fr-light` narrow it. Exits 1 on a serious finding, or when a page could not be shown.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { openBrowser } from './browser.ts';
import { administrator, dossiers, fillFirm, timings } from './rich-firm.ts';
import { clientUser } from './rich-people.ts';
import type { ShownPage, Viewer } from './shown-page.ts';
import { listPages } from './shown-pages.ts';
import { type Platform, startPlatform } from './start-platform.ts';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'data', 'screenshots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const looks = [
  { language: 'fr', theme: 'light' },
  { language: 'fr', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;
type Look = (typeof looks)[number];

/** How many browsers work at a time. */
const browsersAtOnce = 4;

async function main(words: readonly string[]): Promise<number> {
  const chosenLooks = looks.filter((look) => words.includes(nameOf(look)));
  const wantedLooks = chosenLooks.length === 0 ? looks : chosenLooks;
  const chosen = words.filter((word) => !looks.some((look) => nameOf(look) === word));
  if (words.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await using platform = await startPlatform({
    dossiers,
    timings,
    behaviour: { processingAfterMs: 100, doneAfterMs: 300 },
  });
  await using rich = await fillFirm(platform);
  const pages = listPages(rich).filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  // What is wrong with an element, and on which pictures it shows.
  const findings = new Map<string, Set<string>>();
  const waiting = [...wantedLooks];
  const work = async () => {
    for (let look = waiting.shift(); look !== undefined; look = waiting.shift()) {
      for (const [finding, picture] of await takeLook(platform, look, pages))
        findings.set(finding, (findings.get(finding) ?? new Set()).add(picture));
    }
  };
  await Promise.all(Array.from({ length: browsersAtOnce }, work));
  for (const [finding, where] of findings) console.log(`found   ${finding}: ${[...where].join(', ')}`);
  console.log(`${sayWhat(pages, wantedLooks)} in data/screenshots, ${findings.size} serious findings of axe`);
  return findings.size === 0 ? 0 : 1;
}

function sayWhat(pages: readonly unknown[], wanted: readonly Look[]): string {
  const languages = new Set(wanted.map(({ language }) => language)).size;
  const themes = new Set(wanted.map(({ theme }) => theme)).size;
  return `${pages.length} pages × ${languages} languages × ${themes} themes × ${sizes.length} widths`;
}

function nameOf({ language, theme }: Look): string {
  return `${language}-${theme}`;
}

type Finding = readonly [finding: string, picture: string];

/** Every page in one language and one theme, in a browser of its own. */
async function takeLook(platform: Platform, look: Look, pages: readonly ShownPage[]): Promise<Finding[]> {
  const own = join(platform.folder, nameOf(look));
  await mkdir(own);
  await using browser = await openBrowser({ folder: own, ...look });
  // A frame of an origin of its own has no storage.
  const choose = `if (origin !== 'null') localStorage.setItem('navette-language', '${look.language}')`;
  await browser.addInitScript(choose);
  const findings: Finding[] = [];
  let viewer: Viewer = 'nobody';
  for (const shown of pages) {
    if (shown.viewer !== viewer) await signIn(browser, platform, shown.viewer);
    viewer = shown.viewer;
    findings.push(...(await takePage(browser, `${platform.url}${shown.address}`, look, shown)));
  }
  return findings;
}

async function takePage(
  browser: BrowserContext,
  address: string,
  look: Look,
  { name, act, leave, isForeign }: ShownPage,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const page = await browser.newPage();
  try {
    await page.setViewportSize(sizes[0]);
    await page.goto(address);
    if (!isForeign) await untilShown(page);
    await act?.(page);
    for (const size of sizes) {
      const picture = `${name}-${nameOf(look)}-${size.width}`;
      await page.setViewportSize(size);
      if (!isForeign) await untilShown(page);
      await page.evaluate("document.activeElement?.scrollIntoView({ block: 'nearest' })");
      await page.screenshot({ path: join(folder, `${picture}.png`) });
      if (!isForeign) for (const finding of await examine(page)) findings.push([finding, picture]);
    }
    console.log(`taken   ${name} ${nameOf(look)}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
    findings.push([`cannot be shown: ${reason}`, `${name}-${nameOf(look)}`]);
    await page
      .screenshot({ path: join(folder, `${name}-${nameOf(look)}-failed.png`) })
      .catch(() => undefined);
  } finally {
    await leave?.(page);
    await page.close();
  }
  return findings;
}

/** Everything has come, fonts too, and nothing moves any more. */
async function untilShown(page: Page): Promise<void> {
  await page.locator('body:has(h1, [role="alert"]):not(:has([aria-busy="true"]))').waitFor();
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

/** @returns axe's serious findings on it and in its frames */
async function examine(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) found.push(...(await examineFrame(frame)));
  return found;
}

async function examineFrame(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  // Each frame is examined from within: one frame cannot talk to the other's axe.
  const run =
    "axe.run(document, { resultTypes: ['violations'], iframes: false }).then((all) => all.violations)";
  return axeAnswer
    .parse(await frame.evaluate(run))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} at ${shortTag(html)}`));
}

/** The opening tag, without what is drawn anew on each page. */
function shortTag(html: string): string {
  const tag = /^<[^>]*>/.exec(html)?.[0] ?? html;
  return tag.replace(/ (id|style|data-[\w-]+|aria-controls|tabindex|type)="[^"]*"/g, '').slice(0, 160);
}

/** Through the API, in the name of the browser: the sign-in page has its own test. */
async function signIn(browser: BrowserContext, platform: Platform, viewer: Viewer): Promise<void> {
  await browser.clearCookies();
  if (viewer === 'nobody') return;
  const { email, password } = viewer === 'client' ? clientUser : administrator;
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
