/** Everything that the product says of what happened, wherever somebody may read it. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { routes } from '@navette/api';
import { openBrowser } from '../browser.ts';
import type { Said } from './planted-secrets.ts';
import type { World } from './world.ts';

/** Asks for all lists, histories and exports, so that their answers are among those that were kept. */
export async function askForEverything({ api, firm }: World): Promise<void> {
  const params = { firm };
  await api.call(routes.listApplications, { params });
  await api.call(routes.getMailSettings, { params });
  const { items: installations } = await api.call(routes.listInstallations, { params });
  for (const { id: installation } of installations) {
    await api.call(routes.listConnections, { params: { firm, installation } });
    const { items } = await api.call(routes.listDeliveries, { params, query: { installation } });
    for (const { documentId: document } of items)
      await api.call(routes.getHistory, { params: { firm, document } });
  }
  await api.call(routes.listAudit, { params, query: {} });
  for (const format of ['csv', 'xlsx'] as const) {
    await api.download(routes.exportAudit, { params, query: { format } });
    const selection = { filter: {}, excludedIds: [] };
    await api.download(routes.exportClients, { params, body: { selection, format } });
  }
  await api.download(routes.exportFirm, { params, query: {} });
}

/** What lies in the platform's own folder, but for the files of the tables, which are read as rows. */
export async function readFiles({ platform }: World): Promise<Said[]> {
  const folder = platform.env.NAVETTE_DATA ?? '';
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !/^postgres\/(base|global|pg_\w+)\//.test(relative(folder, path)));
  return Promise.all(
    paths.map(async (path) => ({ where: `file ${path}`, text: await readFile(path, 'latin1') })),
  );
}

/** Pages as a browser has them once they show what they are there for. @param pages address → a text that tells so */
export async function readPages(
  { platform, api }: World,
  pages: Readonly<Record<string, string>>,
): Promise<Said[]> {
  await using browser = await openBrowser({ folder: platform.folder });
  const cookies = api.cookie.split('; ').map((each) => each.split(/=(.*)/s, 2));
  await browser.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: platform.url })));
  const page = browser.pages()[0] ?? (await browser.newPage());
  const said: Said[] = [];
  for (const [address, text] of Object.entries(pages)) {
    await page.goto(platform.url + address);
    // A partner's own words may stand folded: they are in the page all the same.
    await page.getByText(text).first().waitFor({ state: 'attached' });
    said.push({ where: `page ${address}`, text: await page.content() });
  }
  return said;
}
