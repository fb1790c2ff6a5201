/** The drawer of a document in a real browser, open on its preview: what the tests of previews do there. */
import { createHash, randomUUID } from 'node:crypto';
import { type Document, routes } from '@navette/api';
import { prepareFirm } from '@navette/testkit';
import type { Frame, FrameLocator, Page, Request } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};
const client = { name: 'Atelier Portalis', code: 'PORT01', siret: '48213377400018' };

export interface PreviewDrawer extends AsyncDisposable {
  readonly page: Page;
  /** The product's own origin. */
  readonly url: string;
  /** Every request of the browser so far. */
  readonly requests: readonly Request[];
  upload(name: string, content: Buffer | string): Promise<Document>;
  open(document: Document): Promise<void>;
  /** Uploads a file, opens its drawer and waits until it is shown. */
  show(name: string, content: Buffer | string): Promise<FrameLocator>;
  /** Until a preview is there, or the sentence that says why there is none. */
  settled(timeoutMs?: number): Promise<void>;
  /** Until requests of the page itself have been answered: one that a document made before would have been heard by then. */
  afterRoundTrips(): Promise<void>;
  /** The frame, to look at what is in it. */
  readonly frame: FrameLocator;
  /** The frame, to run something in it. */
  inFrame(): Frame;
  /** Tab after tab, until a condition holds: an expression of the page, or of the frame. */
  tabUntil(place: 'page' | 'frame', condition: string, key?: 'Tab' | 'Shift+Tab'): Promise<void>;
}

/** Starts a platform with one client and a browser in which its administrator is signed in. */
export async function openPreviewDrawer(): Promise<PreviewDrawer> {
  const platform = await startPlatform();
  const firm = await prepareFirm({
    setupLink: platform.setupLink ?? '',
    sandboxUrl: platform.sandboxUrl,
    administrator,
    clients: [client],
  });
  const clientId = firm.clients[0]?.id ?? '';
  const folder = await firm.api.call(routes.createFolder, {
    params: { firm: firm.id, client: clientId },
    body: { path: '/À regarder' },
  });
  const browser = await openBrowser({ folder: platform.folder });
  const cookies = firm.api.cookie.split('; ').map((each) => each.split(/=(.*)/s, 2));
  await browser.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: platform.url })));
  const page = browser.pages()[0] ?? (await browser.newPage());
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  const shown = page.locator('iframe:not([tabindex])');
  const frame = page.frameLocator('iframe');

  const inFrame = () => {
    const found = page.frames().find((each) => each.parentFrame() !== null);
    if (found === undefined) throw new Error('No preview is shown');
    return found;
  };
  const upload = async (name: string, content: Buffer | string) => {
    const bytes = Buffer.from(content);
    const digest = createHash('sha256').update(bytes).digest('base64');
    const { document } = await firm.api.call(routes.uploadDocument, {
      params: { firm: firm.id, folder: folder.id },
      query: { name },
      body: new Uint8Array(bytes),
      headers: {
        'content-type': 'application/octet-stream',
        'content-digest': `sha-256=:${digest}:`,
        'idempotency-key': randomUUID(),
      },
    });
    return document;
  };
  const open = async ({ id }: Document) => {
    await page.goto(`${platform.url}/cabinets/${firm.id}/dossiers/${clientId}?document=${id}&onglet=apercu`);
  };

  return {
    page,
    url: platform.url,
    requests,
    frame,
    inFrame,
    upload,
    open,
    async show(name, content) {
      await open(await upload(name, content));
      await shown.waitFor();
      return frame;
    },
    async settled(timeoutMs = 60_000) {
      const none = page.getByRole('tabpanel').getByRole('link', { name: 'Télécharger' });
      await shown.or(none).first().waitFor({ timeout: timeoutMs });
    },
    async afterRoundTrips() {
      for (let count = 0; count < 3; count++)
        await page.evaluate("fetch('/health').then((answer) => answer.text())");
    },
    async tabUntil(place, condition, key = 'Tab') {
      for (let count = 0; count < 40; count++) {
        const holds = (place === 'page' ? page : inFrame()).evaluate<boolean>(condition);
        if (await holds) return;
        await page.keyboard.press(key);
      }
      throw new Error(`Never: ${condition}`);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await platform[Symbol.asyncDispose]();
    },
  };
}

/** Whether a frame within the page asked, or a worker of one, or one that is gone; not the page itself. */
export function isOfFrame(request: Request): boolean {
  try {
    return request.frame().parentFrame() !== null;
  } catch {
    return false;
  }
}
