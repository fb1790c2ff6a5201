/** Documents looked at in their drawer: what each kind shows, and that none of them reaches anything. In a real browser. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Document, routes } from '@navette/api';
import { type PreparedFirm, prepareFirm } from '@navette/testkit';
import type { BrowserContext, Frame, FrameLocator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import {
  hostileFiles,
  hugePng,
  pdfOfPages,
  pdfThatSwells,
  pdfWithoutEnd,
  pdfWithPassword,
} from './hostile-files.ts';
import { type Platform, pathOf, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

let platform: Platform;
let browser: BrowserContext;
let page: Page;
let firm: PreparedFirm;
let client: string;
let folder: string;
let trap: Trap;
const requests: Request[] = [];

interface Trap {
  readonly url: string;
  readonly server: Server;
  /** Everything that came: connections, and what they asked for. */
  readonly heard: string[];
}

describe.skipIf(chromiumPath === undefined)('a preview', () => {
  beforeAll(async () => {
    trap = await setTrap();
    platform = await startPlatform();
    firm = await prepareFirm({
      setupLink: platform.setupLink ?? '',
      sandboxUrl: platform.sandboxUrl,
      administrator,
      clients: [{ name: 'Atelier Portalis', code: 'PORT01', siret: '48213377400018' }],
    });
    client = firm.clients[0]?.id ?? '';
    const created = await firm.api.call(routes.createFolder, {
      params: { firm: firm.id, client },
      body: { path: '/À regarder' },
    });
    folder = created.id;
    browser = await openBrowser({ folder: platform.folder });
    page = browser.pages()[0] ?? (await browser.newPage());
    page.on('request', (request) => requests.push(request));
    const cookies = firm.api.cookie.split('; ').map((each) => each.split(/=(.*)/s, 2));
    await browser.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: platform.url })));
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.[Symbol.asyncDispose]();
    await new Promise((resolve) => trap?.server.close(resolve));
  });

  describe('shows', () => {
    it('a PDF, with its text over it, page by page', async () => {
      const frame = await show('trois pages.pdf', pdfOfPages(3));
      await frame.getByText('Page 1', { exact: true }).waitFor();
      await frame.getByText('sur 3').waitFor();
      await frame.getByRole('button', { name: 'Page suivante' }).click();
      await expectValue(frame, '2');
      expect(await frame.getByRole('tab').count()).toBe(0);
    });

    it('a Factur-X as a PDF, and what its XML says', async () => {
      const frame = await show(
        'avoir.pdf',
        await sample('demo/documents/facturx-Avoir_FR_type381_BASIC.pdf'),
      );
      await frame.getByRole('tab', { name: 'Données de la facture' }).click();
      await frame.getByRole('heading', { name: 'Avoir n° AV-2017-0005' }).waitFor();
      await frame.getByRole('row', { name: /Net à déduire\s233,47\s€/u }).waitFor();
      await frame.getByRole('tab', { name: 'Document' }).click();
      await frame.getByText('AV-2017-0005').first().waitFor();
    });

    it('an XML invoice as a page to read, its source behind', async () => {
      const frame = await show('facture.xml', await sample('packages/einvoice/testing/ubl-Rabatte.xml'));
      await frame.getByRole('heading', { name: 'Facture n° 471102' }).waitFor();
      await frame.getByRole('row', { name: /Net à payer\s165,07\s€/u }).waitFor();
      await frame.getByRole('tab', { name: 'XML' }).click();
      await frame.getByText('<cbc:ID>471102</cbc:ID>').waitFor();
    });

    it('an XML that is no invoice, indented', async () => {
      const frame = await show('releve.xml', '<releve><ligne n="1">12,00</ligne></releve>');
      await frame.getByText('<ligne n="1">12,00</ligne>').waitFor();
    });

    it('a photograph of a telephone', async () => {
      const frame = await show('photo.heic', await sample('apps/web/src/preview/testing/photo.heic'));
      const picture = frame.getByRole('img', { name: 'Image : photo.heic' });
      await picture.waitFor();
      // As large as it is: it is not blown up.
      expect(await picture.boundingBox()).toMatchObject({ width: 96, height: 128 });
    });

    it('a picture, and turns it', async () => {
      const screenshot = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 100 } });
      const frame = await show('capture.png', screenshot);
      const picture = frame.getByRole('img', { name: 'Image : capture.png' });
      const isLying = async () => {
        const box = await picture.boundingBox();
        return box !== null && box.width > box.height;
      };
      await expect.poll(isLying).toBe(true);
      await frame.getByRole('button', { name: 'Tourner' }).click();
      await expect.poll(isLying).toBe(false);
    });

    it('a CSV of Windows as a table', async () => {
      const frame = await show(
        'journal.csv',
        Buffer.from('Compte;Libellé;Débit\r\n607;"Achats; été";12,50\r\n', 'latin1'),
      );
      await frame.getByRole('columnheader', { name: 'Libellé' }).waitFor();
      await frame.getByRole('cell', { name: 'Achats; été' }).waitFor();
    });

    it('of a long text only its start, which alone is fetched', async () => {
      const from = requests.length;
      const frame = await show('long.txt', 'Une ligne parmi beaucoup d’autres.\n'.repeat(60_000));
      await frame.getByText('Début du fichier seulement.').waitFor();
      const fetched = requests.slice(from).find((request) => request.url().includes('/content?'));
      expect(fetched?.headers().range).toBe('bytes=0-999999');
    });

    it('nothing of an office file but what it is, and offers it', async () => {
      await openDrawer(await upload('tableau.zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')));
      await page.getByText('Aucun aperçu pour ce type de fichier.').waitFor();
      expect(await page.getByRole('tabpanel').getByRole('link', { name: 'Télécharger' }).count()).toBe(1);
      expect(await page.locator('iframe').count()).toBe(0);
    });
  });

  describe('by the keyboard', () => {
    it('the focus goes into the frame and out of it, keys zoom and move, Escape closes the drawer', async () => {
      const frame = await show('dix pages.pdf', pdfOfPages(10));
      await page.getByRole('tab', { name: 'Aperçu' }).focus();
      await tabUntil(() => isIn(inFrame(), 'document.activeElement?.ariaLabel === "Contenu du document"'));
      const percent = frame.getByRole('status');
      const before = await percent.textContent();
      await page.keyboard.press('+');
      await expect.poll(() => percent.textContent()).not.toBe(before);
      await page.keyboard.press('0');
      await page.keyboard.press('End');
      await expectValue(frame, '10');
      await page.keyboard.press('Home');
      await expectValue(frame, '1');
      await tabUntil(() => isIn(page, 'document.activeElement?.tagName !== "IFRAME"'));
      await page.keyboard.press('Shift+Tab');
      await tabUntil(() => isIn(inFrame(), 'document.hasFocus()'), 'Shift+Tab');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary', { name: 'Document' }).waitFor({ state: 'detached' });
    });

    it('it fills the window and comes back, and the drawer stays', async () => {
      const frame = await show('grand.pdf', pdfOfPages(2));
      await frame.getByRole('button', { name: 'Voir en grand' }).press('Enter');
      const large = page.getByRole('dialog', { name: 'Aperçu de grand.pdf' });
      await large.waitFor();
      await page.keyboard.press('Escape');
      await large.waitFor({ state: 'detached' });
      expect(await frame.getByText('Page 1', { exact: true }).count()).toBe(1);
    });
  });

  describe('of a file that means harm', () => {
    it('reaches nothing, runs nothing, and leaves the page as it was', async () => {
      await openDrawer(await upload('sage.txt', 'rien'));
      const from = requests.length;
      for (const { name, bytes } of hostileFiles(trap.url)) {
        await openDrawer(await upload(name, bytes));
        await page.evaluate(() => Object.assign(globalThis, { isUntouched: true }));
        await settled();
        await afterRoundTrip();
        const untouched = await page.evaluate(() => 'isUntouched' in globalThis);
        expect([name, untouched, await page.title()]).toEqual([name, true, 'Atelier Portalis · Navette']);
      }
      expect(trap.heard).toEqual([]);
      expect(
        requests
          .slice(from)
          .filter((request) => new URL(request.url()).origin !== platform.url)
          .map((request) => request.url())
          .filter((url) => !/^(blob|data):/.test(url)),
      ).toEqual([]);
    });

    it.each([
      ['page-web.pdf', 'Aucun aperçu pour ce type de fichier.'],
      ['page-web.html', 'Aucun aperçu pour ce type de fichier.'],
      ['dessin.svg', 'Aucun aperçu pour ce type de fichier.'],
      ['dessin.xml', 'Aucun aperçu pour ce type de fichier.'],
    ])('%s is not shown: %s', async (name, sentence) => {
      await openDrawer(await uploadHostile(name));
      await page.getByText(sentence).waitFor();
      expect(await page.locator('iframe').count()).toBe(0);
    });

    it.each(['entites.xml', 'bombe.xml', 'profond.xml'])('%s is shown as it is, unread', async (name) => {
      await openDrawer(await uploadHostile(name));
      await frameOfPage()
        .getByText(/montré tel quel/)
        .waitFor();
    });

    it('asks for no more than its own scripts, and never with who is signed in', async () => {
      const ofFrames = requests.filter((request) => isOfFrame(request) && /^http/.test(request.url()));
      expect(ofFrames.length).toBeGreaterThan(10);
      for (const request of ofFrames) {
        const { pathname, origin } = new URL(request.url());
        if (origin !== platform.url) continue;
        expect(pathname).toMatch(/^\/(apercu\.html|assets\/[^/]+)$/);
        if (pathname !== '/apercu.html') expect((await request.allHeaders()).cookie).toBeUndefined();
      }
    });

    it('even one that took over the frame would hold nothing and reach nobody', async () => {
      await show('prise.txt', 'rien');
      const from = requests.length;
      const attack = String(await sample('e2e/attack-from-frame.js')).replace('export ', '');
      const target = JSON.stringify({ trap: trap.url, own: platform.url });
      const outcomes = await inFrame().evaluate<Record<string, string>>(`${attack};attack(${target})`);
      expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
      await inFrame()
        .evaluate(`location.assign('${trap.url}/navigation')`)
        .catch(() => undefined);
      await afterRoundTrip();
      // Chromium may open a connection before it asks the policy, and then says nothing over it.
      expect(trap.heard.filter((each) => each !== 'connection')).toEqual([]);
      expect(page.url()).toContain(platform.url);
      for (const request of requests.slice(from).filter(isOfFrame))
        expect((await request.allHeaders()).cookie).toBeUndefined();
    });
  });

  describe('keeps within limits', () => {
    it('of pixels, before anything is decoded', async () => {
      await openDrawer(await upload('immense.png', hugePng(60_000, 60_000)));
      await page.getByText('Image trop grande pour un aperçu : 60000 × 60000 pixels.').waitFor();
    });

    it('of size', async () => {
      const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(51_000_000, 0x20)]);
      await openDrawer(await upload('gros.pdf', bytes));
      await page.getByText(/Trop gros pour un aperçu\s: 51\sMo, la limite est de 50\sMo/u).waitFor();
    });

    it('of pages: five thousand are there, and those in view alone are drawn', async () => {
      const frame = await show('cinq mille.pdf', pdfOfPages(5_000));
      await frame.getByText('sur 5000').waitFor();
      await frame.getByRole('textbox', { name: 'Page' }).fill('4999');
      await page.keyboard.press('Enter');
      await frame.getByText('Page 4999', { exact: true }).waitFor();
      expect(await frame.locator('canvas').count()).toBeLessThan(20);
    });

    it.each([
      ['sans fin.pdf', pdfWithoutEnd()],
      ['gonfle.pdf', pdfThatSwells(1_500_000_000)],
    ])('of time: %s is stopped, and the page answers meanwhile', async (name, bytes) => {
      await openDrawer(await upload(name, bytes));
      await page.locator('iframe').waitFor();
      const stopped = page.getByText('Cet aperçu demande trop de temps');
      const deadline = performance.now() + 60_000;
      let slowestMs = 0;
      while ((await stopped.count()) === 0 && performance.now() < deadline) {
        const from = performance.now();
        await page.evaluate('new Promise(requestAnimationFrame)');
        slowestMs = Math.max(slowestMs, performance.now() - from);
      }
      expect(await page.getByRole('tabpanel').innerText()).toContain('Cet aperçu demande trop de temps');
      expect(slowestMs).toBeLessThan(5_000);
      expect(await page.locator('iframe').count()).toBe(0);
    });

    it.each([
      ['verrou.pdf', pdfWithPassword(), 'Ce PDF est protégé par un mot de passe.'],
      ['coupe.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Cat'), 'Ce fichier est abîmé ou incomplet'],
      [
        'coupe.heic',
        Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'.padEnd(600, '\0'), 'latin1'),
        'Ce fichier est abîmé ou incomplet',
      ],
    ])('%s says what is wrong', async (name, bytes, sentence) => {
      await openDrawer(await upload(name, bytes));
      await page.getByText(sentence).waitFor();
    });
  });

  it('has nothing that a screen reader or a keyboard cannot use', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const [name, bytes] of [
      ['lisible.pdf', await sample('demo/documents/facturx-Avoir_FR_type381_BASIC.pdf')],
      ['lisible.xml', await sample('packages/einvoice/testing/cii-Rabatte.xml')],
      ['lisible.csv', 'a;b\n1;2\n'],
      ['lisible.txt', 'un\ndeux'],
    ] as const) {
      await show(name, bytes);
      await inFrame().evaluate(axe);
      const found = await inFrame().evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string }[] }> };
        };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      expect([name, found]).toEqual([name, []]);
    }
  });
});

async function setTrap(): Promise<Trap> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.end('trapped');
  });
  server.on('connection', () => heard.push('connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, heard };
}

function sample(path: string): Promise<Buffer> {
  return readFile(pathOf(path));
}

async function upload(name: string, content: Buffer | string): Promise<Document> {
  const bytes = Buffer.from(content);
  const digest = createHash('sha256').update(bytes).digest('base64');
  const { document } = await firm.api.call(routes.uploadDocument, {
    params: { firm: firm.id, folder },
    query: { name },
    body: new Uint8Array(bytes),
    headers: {
      'content-type': 'application/octet-stream',
      'content-digest': `sha-256=:${digest}:`,
      'idempotency-key': randomUUID(),
    },
  });
  return document;
}

function uploadHostile(name: string): Promise<Document> {
  const file = hostileFiles(trap.url).find((each) => each.name === name);
  if (file === undefined) throw new Error(`No hostile file ${name}`);
  return upload(name, file.bytes);
}

async function openDrawer({ id }: Document): Promise<void> {
  await page.goto(`${platform.url}/cabinets/${firm.id}/dossiers/${client}?document=${id}&onglet=apercu`);
}

/** Uploads a file, opens its drawer and waits until it is shown. */
async function show(name: string, bytes: Buffer | string): Promise<FrameLocator> {
  await openDrawer(await upload(name, bytes));
  await page.locator('iframe:not([tabindex])').waitFor();
  return frameOfPage();
}

/** Until a preview is there, or the sentence that says why there is none. */
async function settled(): Promise<void> {
  const none = page.getByRole('tabpanel').getByRole('link', { name: 'Télécharger' });
  await page.locator('iframe:not([tabindex])').or(none).first().waitFor();
}

/** Until a request of the page itself has been answered: one that a document had made before would have been heard by then. */
async function afterRoundTrip(): Promise<void> {
  for (let count = 0; count < 3; count++)
    await page.evaluate("fetch('/health').then((answer) => answer.text())");
}

function frameOfPage(): FrameLocator {
  return page.frameLocator('iframe');
}

function inFrame(): Frame {
  const frame = page.frames().find((each) => each.parentFrame() !== null);
  if (frame === undefined) throw new Error('No preview is shown');
  return frame;
}

function isIn(place: Page | Frame, condition: string): Promise<boolean> {
  return place.evaluate<boolean>(condition);
}

function isOfFrame(request: Request): boolean {
  try {
    return request.frame().parentFrame() !== null;
  } catch {
    // Its frame is gone, or it is that of a worker: neither is the page's.
    return false;
  }
}

async function expectValue(frame: FrameLocator, value: string): Promise<void> {
  await expect.poll(() => frame.getByRole('textbox', { name: 'Page' }).inputValue()).toBe(value);
}

/** Tab after tab, until the focus is where it should be. */
async function tabUntil(isThere: () => Promise<boolean>, key = 'Tab'): Promise<void> {
  for (let count = 0; count < 40; count++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error('The focus never came there');
}
