/**
 * Lists and searches of a firm of full size, through the API and in Chromium; beside, in the same run, the same platform program
 * with a firm a hundred times smaller: what grows with the firm shows as the difference.
 */
import { routes } from '@navette/api';
import type { Bench } from './bench.ts';
import { firstRowCold, firstRowInside, openBrowser } from './first-row.ts';
import { type FirmSize, type FullFirm, openFullFirm } from './full-firm.ts';
import { quantile, timeEach } from './timings.ts';

const small: FirmSize = { clients: 30, documents: 1_000, inOneFolder: 500 };
const full: FirmSize = { clients: 3_000, documents: 100_000, inOneFolder: 50_000 };
const requests = 200;
const pages = 12;

interface Measure {
  readonly name: string;
  readonly median: number;
  readonly late: number;
}

export const lists: Bench = {
  name: 'lists',
  summary:
    '3,000 clients, 100,000 documents, 50,000 in one folder: lists and searches by the API and in Chromium',
  async run(log) {
    const before = await measureFirm(small, log);
    const after = await measureFirm(full, log);
    const show = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(1));
    return {
      title: 'Lists and searches',
      text: `A firm of ${show3(full.clients)} clients and ${show3(full.documents)} documents, ${show3(full.inOneFolder)} of them in one folder, beside one of ${show3(small.clients)} clients and ${show3(small.documents)} documents, on a durable embedded database. The API: ${requests} requests one after the other over one connection, answer read whole. Chromium: ${pages} times, signed in, until the first row is drawn: from another page of the product, which has not fetched that list, and opened by its address, the whole page started with its scripts in the browser’s cache. Milliseconds; aims: 100 at the 95th percentile by the API, 300 for the first rows.`,
      head: ['what', 'median', '95 %', 'small firm: median', '95 %'],
      rows: after.map(({ name, median, late }) => {
        const other = before.find((each) => each.name === name);
        return [name, show(median), show(late), show(other?.median), show(other?.late)];
      }),
    };
  },
};

function show3(count: number): string {
  return count.toLocaleString('en');
}

async function measureFirm(size: FirmSize, log: (line: string) => void): Promise<Measure[]> {
  log(`Filling ${show3(size.clients)} clients, ${show3(size.documents)} documents…`);
  await using filled = await openFullFirm(size);
  const measures: Measure[] = [];
  const keep = (name: string, times: readonly number[]) => {
    const measure = { name, median: quantile(times, 0.5), late: quantile(times, 0.95) };
    measures.push(measure);
    log(
      `${name.padEnd(64)} ${measure.median.toFixed(1).padStart(8)} ${measure.late.toFixed(1).padStart(8)} ms`,
    );
  };
  for (const [name, ask] of requestsOf(filled, size)) keep(name, await timeEach(requests, ask));
  await using browser = await openBrowser(filled);
  const elsewhere = `/cabinets/${filled.firm}/ressources`;
  for (const [name, address] of pagesOf(filled)) {
    const inside = () => firstRowInside(browser, elsewhere, address);
    keep(`Chromium, from another page: ${name}`, await timeEach(pages, inside, 2));
    keep(
      `Chromium, opened by its address: ${name}`,
      await timeEach(pages, () => firstRowCold(browser, address), 2),
    );
  }
  return measures;
}

type Ask = (index: number) => Promise<unknown>;

/** What people ask of each list. Words change from one request to the next. */
function requestsOf({ api, firm, client, folder }: FullFirm, size: FirmSize): [string, Ask][] {
  const params = { firm };
  const names = ['kerjean', 'aubertin', 'le goff', 'delacroix', 'marchand'];
  const words = ['edf', 'orange', 'sncf', 'amazon', 'metro'];
  const clients = (query: object) => api.call(routes.listClients, { params, query: { limit: 60, ...query } });
  const documents = (query: object) =>
    api.call(routes.listDocuments, { params: { firm, folder }, query: { limit: 100, ...query } });
  const deep = deepCursors(documents);
  return [
    ['clients, first page', () => clients({})],
    ['clients, by a word of the name', (n) => clients({ search: names[n % 5] })],
    ['clients, by SIRET', (n) => clients({ search: `3000${String(n % size.clients).padStart(4, '0')}` })],
    ['clients, by two words without result', () => clients({ search: 'kerjean introuvable' })],
    ['clients, sorted by last deposit', () => clients({ sort: '-lastReceived' })],
    ['clients, with undelivered documents', () => clients({ withUndelivered: 'true' })],
    ['folders of the client', () => api.call(routes.listFolders, { params: { firm, client } })],
    ['documents of the full folder, newest first', () => documents({})],
    ['documents, sorted by name', () => documents({ sort: 'name' })],
    ['documents, sorted by size', () => documents({ sort: '-size' })],
    ['documents, a page far down', async (n) => documents({ cursor: (await deep)[n % 20] })],
    ['documents, by a word of the name', (n) => documents({ search: words[n % 5] })],
    ['documents, by a number of the name', (n) => documents({ search: String(1_000 + n) })],
    [
      'search everywhere',
      (n) => api.call(routes.searchEverywhere, { params, query: { query: words[n % 5] ?? '' } }),
    ],
    ['deliveries', () => api.call(routes.listDeliveries, { params, query: { limit: 60 } })],
    ['counts of the menu', () => api.call(routes.countDeliveries, { params })],
    ['audit log', () => api.call(routes.listAudit, { params, query: { limit: 60 } })],
    ['people', () => api.call(routes.listMembers, { params, query: {} })],
  ];
}

/** Cursors of the pages 1 to 20 after some thousands of documents, as scrolling gives them. */
async function deepCursors(
  documents: (query: object) => Promise<{ next: string | null }>,
): Promise<readonly string[]> {
  const cursors: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 60; page++) {
    const { next } = await documents({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    if (next === null) break;
    cursor = next;
    cursors.push(next);
  }
  return cursors.slice(-20);
}

function pagesOf({ firm, client, folder }: FullFirm): [string, string][] {
  const base = `/cabinets/${firm}/dossiers`;
  return [
    ['clients', base],
    ['clients by a word', `${base}?recherche=kerjean`],
    ['the full folder', `${base}/${client}?repertoire=${folder}`],
    ['the full folder by a word', `${base}/${client}?repertoire=${folder}&recherche=edf`],
  ];
}
