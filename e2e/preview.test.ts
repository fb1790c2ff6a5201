/** Documents looked at in their drawer: what each kind shows, and that none of them reaches anything. In a real browser. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Document } from '@navette/api';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import {
  hostileFiles,
  hugePng,
  pdfOfPages,
  pdfThatSwells,
  pdfWithoutEnd,
  pdfWithPassword,
} from './hostile-files.ts';
import { isOfFrame, openPreviewDrawer, type PreviewDrawer } from './preview-drawer.ts';
import { pathOf } from './start-platform.ts';
import { setTrap, type Trap } from './trap.ts';

let drawer: PreviewDrawer;
let page: Page;
let trap: Trap;

describe.skipIf(chromiumPath === undefined)('a preview', () => {
  beforeAll(async () => {
    trap = await setTrap();
    drawer = await openPreviewDrawer();
    page = drawer.page;
  });

  afterAll(async () => {
    await drawer?.[Symbol.asyncDispose]();
    await trap?.[Symbol.asyncDispose]();
  });

  describe('shows', () => {
    it('a PDF, with its text over it, page by page', async () => {
      const frame = await drawer.show('trois pages.pdf', pdfOfPages(3));
      await frame.getByText('Page 1', { exact: true }).waitFor();
      await frame.getByText('sur 3').waitFor();
      await frame.getByRole('button', { name: 'Page suivante' }).click();
      await expectPage(frame, '2');
      expect(await frame.getByRole('tab').count()).toBe(0);
    });

    it('a Factur-X as a PDF, and what its XML says', async () => {
      const frame = await drawer.show(
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
      const frame = await drawer.show(
        'facture.xml',
        await sample('packages/einvoice/testing/ubl-Rabatte.xml'),
      );
      await frame.getByRole('heading', { name: 'Facture n° 471102' }).waitFor();
      await frame.getByRole('row', { name: /Net à payer\s165,07\s€/u }).waitFor();
      await frame.getByRole('tab', { name: 'XML' }).click();
      await frame.getByText('<cbc:ID>471102</cbc:ID>').waitFor();
    });

    it('an XML that is no invoice, indented', async () => {
      const frame = await drawer.show('releve.xml', '<releve><ligne n="1">12,00</ligne></releve>');
      await frame.getByText('<ligne n="1">12,00</ligne>').waitFor();
    });

    it('a photograph of a telephone', async () => {
      const frame = await drawer.show('photo.heic', await sample('apps/web/src/preview/testing/photo.heic'));
      const picture = frame.getByRole('img', { name: 'Image : photo.heic' });
      await picture.waitFor();
      // As large as it is: it is not blown up.
      expect(await picture.boundingBox()).toMatchObject({ width: 96, height: 128 });
    });

    it('a picture, and turns it', async () => {
      const screenshot = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 100 } });
      const frame = await drawer.show('capture.png', screenshot);
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
      const frame = await drawer.show(
        'journal.csv',
        Buffer.from('Compte;Libellé;Débit\r\n607;"Achats; été";12,50\r\n', 'latin1'),
      );
      await frame.getByRole('columnheader', { name: 'Libellé' }).waitFor();
      await frame.getByRole('cell', { name: 'Achats; été' }).waitFor();
    });

    it('of a long text only its start, which alone is fetched', async () => {
      const from = drawer.requests.length;
      const frame = await drawer.show('long.txt', 'Une ligne parmi beaucoup d’autres.\n'.repeat(60_000));
      await frame.getByText('Début du fichier seulement.').waitFor();
      const fetched = drawer.requests.slice(from).find((request) => request.url().includes('/content?'));
      expect(fetched?.headers().range).toBe('bytes=0-999999');
    });

    it('nothing of an office file but what it is, and offers it', async () => {
      await drawer.open(
        await drawer.upload('tableau.zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')),
      );
      await page.getByText('Aucun aperçu pour ce type de fichier.').waitFor();
      expect(await page.getByRole('tabpanel').getByRole('link', { name: 'Télécharger' }).count()).toBe(1);
      expect(await page.locator('iframe').count()).toBe(0);
    });
  });

  describe('by the keyboard', () => {
    it('the focus goes into the frame and out of it, keys zoom and move, Escape closes the drawer', async () => {
      const frame = await drawer.show('dix pages.pdf', pdfOfPages(10));
      await page.getByRole('tab', { name: 'Aperçu' }).focus();
      await drawer.tabUntil('frame', 'document.activeElement?.ariaLabel === "Contenu du document"');
      const percent = frame.getByRole('status');
      const before = await percent.textContent();
      await page.keyboard.press('+');
      await expect.poll(() => percent.textContent()).not.toBe(before);
      await page.keyboard.press('0');
      await page.keyboard.press('End');
      await expectPage(frame, '10');
      await page.keyboard.press('Home');
      await expectPage(frame, '1');
      await drawer.tabUntil('page', 'document.activeElement?.tagName !== "IFRAME"');
      await page.keyboard.press('Shift+Tab');
      await drawer.tabUntil('frame', 'document.hasFocus()', 'Shift+Tab');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary', { name: 'Document' }).waitFor({ state: 'detached' });
    });

    it('it fills the window and comes back, and the drawer stays', async () => {
      const frame = await drawer.show('grand.pdf', pdfOfPages(2));
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
      await drawer.open(await drawer.upload('sage.txt', 'rien'));
      const from = drawer.requests.length;
      for (const { name, bytes } of hostileFiles(trap.url)) {
        await drawer.open(await drawer.upload(name, bytes));
        await page.evaluate(() => Object.assign(globalThis, { isUntouched: true }));
        await drawer.settled();
        await drawer.afterRoundTrips();
        const untouched = await page.evaluate(() => 'isUntouched' in globalThis);
        expect([name, untouched, await page.title()]).toEqual([name, true, 'Atelier Portalis · Navette']);
      }
      expect(trap.heard).toEqual([]);
      expect(
        drawer.requests
          .slice(from)
          .filter((request) => new URL(request.url()).origin !== drawer.url)
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
      await drawer.open(await uploadHostile(name));
      await page.getByText(sentence).waitFor();
      expect(await page.locator('iframe').count()).toBe(0);
    });

    it.each(['entites.xml', 'bombe.xml', 'profond.xml'])('%s is shown as it is, unread', async (name) => {
      await drawer.open(await uploadHostile(name));
      await drawer.frame.getByText(/montré tel quel/).waitFor();
    });

    it('asks for no more than its own scripts, and never with who is signed in', async () => {
      const ofFrames = drawer.requests.filter((request) => isOfFrame(request) && /^http/.test(request.url()));
      expect(ofFrames.length).toBeGreaterThan(10);
      for (const request of ofFrames) {
        const { pathname, origin } = new URL(request.url());
        if (origin !== drawer.url) continue;
        expect(pathname).toMatch(/^\/(apercu\.html|assets\/[^/]+)$/);
        if (pathname !== '/apercu.html') expect((await request.allHeaders()).cookie).toBeUndefined();
      }
    });

    it('even one that took over the frame would hold nothing and reach nobody', async () => {
      await drawer.show('prise.txt', 'rien');
      const from = drawer.requests.length;
      const attack = String(await sample('e2e/attack-from-frame.js')).replace('export ', '');
      const target = JSON.stringify({ trap: trap.url, own: drawer.url });
      const outcomes = await drawer.inFrame().evaluate<Record<string, string>>(`${attack};attack(${target})`);
      expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
      await drawer
        .inFrame()
        .evaluate(`location.assign('${trap.url}/navigation')`)
        .catch(() => undefined);
      await drawer.afterRoundTrips();
      // Chromium may open a connection before it asks the policy, and then says nothing over it.
      expect(trap.heard.filter((each) => each !== 'connection')).toEqual([]);
      expect(page.url()).toContain(drawer.url);
      for (const request of drawer.requests.slice(from).filter(isOfFrame))
        expect((await request.allHeaders()).cookie).toBeUndefined();
    });
  });

  describe('keeps within limits', () => {
    it('of pixels, before anything is decoded', async () => {
      await drawer.open(await drawer.upload('immense.png', hugePng(60_000, 60_000)));
      await page.getByText('Image trop grande pour un aperçu : 60000 × 60000 pixels.').waitFor();
    });

    it('of size', async () => {
      const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(51_000_000, 0x20)]);
      await drawer.open(await drawer.upload('gros.pdf', bytes));
      await page.getByText(/Trop gros pour un aperçu\s: 51\sMo, la limite est de 50\sMo/u).waitFor();
    });

    it('of pages: five thousand are there, and those in view alone are drawn', async () => {
      const frame = await drawer.show('cinq mille.pdf', pdfOfPages(5_000));
      await frame.getByText('sur 5000').waitFor();
      await frame.getByRole('textbox', { name: 'Page' }).fill('4999');
      await page.keyboard.press('Enter');
      await frame.getByText('Page 4999', { exact: true }).waitFor();
      expect(await frame.locator('canvas').count()).toBeLessThan(20);
    });

    it('of time: a page without end is stopped, and the product answers meanwhile', async () => {
      await drawer.open(await drawer.upload('sans fin.pdf', pdfWithoutEnd()));
      await page.locator('iframe').waitFor();
      const stopped = page.getByText('Cet aperçu demande trop de temps');
      expect(await slowestAnswerUntil(async () => (await stopped.count()) > 0)).toBeLessThan(12_000);
      expect(await page.locator('iframe').count()).toBe(0);
    });

    it('of what swells: whether it ends in time or not, the product answers meanwhile', async () => {
      await drawer.open(await drawer.upload('gonfle.pdf', pdfThatSwells(1_500_000_000)));
      await page.locator('iframe').waitFor();
      let isSettled = false;
      const settled = drawer.settled(60_000).finally(() => {
        isSettled = true;
      });
      expect(await slowestAnswerUntil(async () => isSettled)).toBeLessThan(12_000);
      await settled;
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
      await drawer.open(await drawer.upload(name, bytes));
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
      await drawer.show(name, bytes);
      await drawer.inFrame().evaluate(axe);
      const found = await drawer.inFrame().evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string }[] }> };
        };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      expect([name, found]).toEqual([name, []]);
    }
  });
});

function sample(path: string): Promise<Buffer> {
  return readFile(pathOf(path));
}

function uploadHostile(name: string): Promise<Document> {
  const file = hostileFiles(trap.url).find((each) => each.name === name);
  if (file === undefined) throw new Error(`No hostile file ${name}`);
  return drawer.upload(name, file.bytes);
}

/** How long the product's page let itself be waited for at most, in ms, while something else went on for a minute or less. */
async function slowestAnswerUntil(isOver: () => Promise<boolean>): Promise<number> {
  const deadline = performance.now() + 60_000;
  let slowestMs = 0;
  while (!(await isOver())) {
    const from = performance.now();
    if (from > deadline) throw new Error('It went on for more than a minute');
    await page.evaluate('new Promise(requestAnimationFrame)');
    slowestMs = Math.max(slowestMs, performance.now() - from);
  }
  return slowestMs;
}

async function expectPage(frame: FrameLocator, value: string): Promise<void> {
  await expect.poll(() => frame.getByRole('textbox', { name: 'Page' }).inputValue()).toBe(value);
}
