/** The pages of a firm's applications at full size: what each asks for, by the API, and their first rows in Chromium. */
import { routes } from '@navette/api';
import { type ApplicationsFirm, deliveries, openApplicationsFirm, size } from './applications-firm.ts';
import type { Bench } from './bench.ts';
import { firstRowCold, firstRowInside, openBrowser } from './first-row.ts';
import { quantile, timeEach } from './timings.ts';

const requests = 20;
const pages = 10;

type Keep = (what: string, times: readonly number[]) => void;

export const applications: Bench = {
  name: 'applications',
  summary:
    '3,000 clients, 100,000 documents: figures, rules, completion, coverage, simulation, back-fill and lists',
  async run(log) {
    log(`Filling ${size.clients} clients, ${size.documents} documents, ${deliveries} deliveries…`);
    await using firm = await openApplicationsFirm();
    const rows: string[][] = [];
    const keep: Keep = (what, times) => {
      const cells = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0));
      log(`${what.padEnd(64)} ${cells.join(' / ')} ms`);
      rows.push([what, ...cells]);
    };
    await askAll(firm, keep);
    await showPages(firm, keep);
    const count = (number: number) => number.toLocaleString('en');
    return {
      title: 'Applications, rules and connections',
      text: `A firm of ${count(size.clients)} clients with 54 folders each and ${count(size.documents)} documents, ${count(size.inOneFolder)} of them in one folder, ${count(deliveries)} of them sent; Inqom twice, with a dossier for each client: in one nineteen of twenty are connected and seven rules feed it, one of which names the client, in the other nobody is. The API: ${requests} requests one after the other, warm. Chromium: ${pages} times, signed in, until the first row is drawn (of « Applications », the first figure). Milliseconds; aims at the 95th percentile by the API: 300 for the rules, 200 for a path that is being typed, 150 for the figures.`,
      head: ['what', 'median', '95 %'],
      rows,
    };
  },
};

async function askAll(firm: ApplicationsFirm, keep: Keep): Promise<void> {
  for (const [what, ask] of requestsOf(firm)) keep(what, await timeEach(requests, ask, 3));
}

type Ask = (index: number) => Promise<unknown>;

function requestsOf({ api, firm, used, begun, setup }: ApplicationsFirm): [string, Ask][] {
  const params = { firm, installation: used };
  const places = ['/Achats', '/Ventes', '/Notes de frais'];
  const preview = (sourcePath: string) =>
    api.call(routes.previewRule, { params, body: { sourcePath, documentType: 'purchase' } });
  const complete = (typed: string, installation = used) =>
    api.call(routes.completePath, { params: { firm, installation }, query: { typed } });
  const clientsOf = (has: boolean) =>
    api.call(routes.listRuleClients, {
      params,
      body: { sourcePath: '/Achats/{millésime}/{mois}', documentType: 'purchase', has },
    });
  const backfill = async (body: object) => {
    const { id: job } = await api.call(routes.previewBackfill, { params, body });
    return () => api.call(routes.cancelJob, { params: { firm, job } });
  };
  return [
    ['applications of the firm', () => api.call(routes.listInstallations, { params: { firm } })],
    ['figures of the applications', () => api.call(routes.listFigures, { params: { firm } })],
    ['table of the rules', () => api.call(routes.listRules, { params })],
    ['preview of a path', (n) => preview(`${places[n % 3]}/{millésime}`)],
    ['preview of a path that no client has', () => preview('/Absent/{millésime}')],
    ['preview of a path that names the client', () => preview('/Social/{client}')],
    ['clients that have the folder of a path', () => clientsOf(true)],
    ['clients that lack it', () => clientsOf(false)],
    ['completion at the root', () => complete('/')],
    ['completion, a letter', () => complete('/A')],
    ['completion below a folder', (n) => complete(`${places[n % 3]}/`)],
    ['completion below a variable', (n) => complete(`${places[n % 3]}/{millésime}/`)],
    ['completion where nobody is connected', (n) => complete(`${places[n % 3]}/`, begun)],
    ['coverage', () => api.call(routes.mapCoverage, { params, query: {} })],
    ['simulation of 90 days', () => api.call(routes.simulateRules, { params, query: { days: 90 } })],
    ['simulation of 7 days', () => api.call(routes.simulateRules, { params, query: { days: 7 } })],
    ['back-fill: counted', () => api.call(routes.countBackfill, { params })],
    ['back-fill: listed', measured(backfill)],
    ['mapping, first page', () => api.call(routes.getMapping, { params, query: { limit: 60 } })],
    [
      'clients to choose in the wizard',
      () => api.call(routes.listSetupClients, { params: { firm, setup }, query: { limit: 60 } }),
    ],
    ['the wizard', () => api.call(routes.getSetup, { params: { firm, setup } })],
    ['what it asks for', () => api.call(routes.listPrerequisites, { params: { firm, setup } })],
    ['connections, first page', () => api.call(routes.listConnections, { params, query: { limit: 60 } })],
    [
      'connections, by a word',
      () => api.call(routes.listConnections, { params, query: { limit: 60, search: 'kerjean' } }),
    ],
  ];
}

/** How long a back-fill takes to be listed; that it is cancelled does not count. */
function measured(list: (body: object) => Promise<() => Promise<unknown>>): Ask {
  return async () => {
    const startedAt = performance.now();
    const cancel = await list({});
    const took = performance.now() - startedAt;
    await cancel();
    return took;
  };
}

async function showPages(firm: ApplicationsFirm, keep: Keep): Promise<void> {
  await using browser = await openBrowser(firm);
  const base = `/cabinets/${firm.firm}`;
  const own = `${base}/applications/${firm.used}`;
  const shown = [
    ['Applications', `${base}/applications`, 'section[aria-labelledby^="application-"] ul a b'],
    ['Mapping', `${own}?onglet=mapping`, undefined],
    ['Règles', `${own}?onglet=regles`, undefined],
    ['Connecter', `${own}/connecter`, '[role="treeitem"]'],
  ] as const;
  for (const [name, address, row] of shown) {
    const inside = () => firstRowInside(browser, `${base}/ressources`, address, row);
    keep(`Chromium, from another page: ${name}`, await timeEach(pages, inside, 2));
    keep(
      `Chromium, opened by its address: ${name}`,
      await timeEach(pages, () => firstRowCold(browser, address, row), 2),
    );
  }
}
