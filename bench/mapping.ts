/**
 * The mapping of 3,000 clients against 3,000 dossiers of the sandbox: what somebody waits for who opens the third step of the wizard,
 * settles a client, and connects those that are sure.
 */
import { routes } from '@navette/api';
import type { Bench } from './bench.ts';
import { firstRowCold, firstRowInside, openBrowser } from './first-row.ts';
import { type FullFirm, openFullFirm } from './full-firm.ts';
import { addInqom, connectAll, openSandbox } from './inqom-firm.ts';
import { quantile, timeEach } from './timings.ts';

const clients = 3_000;
const requests = 60;
const lists = 10;
const pages = 12;

export const mapping: Bench = {
  name: 'mapping',
  summary:
    '3,000 clients against 3,000 dossiers: listed, compared, settled, connected; by the API and in Chromium',
  async run(log) {
    await using sandbox = await openSandbox();
    const allowed = { NAVETTE_ALLOWED_HOSTS: new URL(sandbox.url).host };
    await using firm = await openFullFirm({ clients, documents: 0, inOneFolder: 0 }, allowed);
    const installation = await addInqom(firm, sandbox.url, clients);
    const params = { firm: firm.firm, installation };
    const { api } = firm;
    const rows: string[][] = [];
    const keep = (what: string, times: readonly number[]) => {
      const cells = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0));
      log(`${what.padEnd(64)} ${cells.join(' / ')} ms`);
      rows.push([what, ...cells]);
    };
    keep(
      'dossiers listed anew at the partner and kept',
      await timeEach(lists, () => api.call(routes.refreshDossiers, { params }), 1),
    );
    const ask = (query: object) => () =>
      api.call(routes.getMapping, { params, query: { limit: 60, ...query } });
    keep('compared and graded, first page, those to settle first', await timeEach(requests, ask({})));
    keep('one grade', await timeEach(requests, ask({ grade: 'none' })));
    keep('a search', await timeEach(requests, ask({ search: 'garage goff' })));
    const { items } = await ask({ grade: 'siren_only' })();
    const client = items[0]?.clientId ?? '';
    keep(
      'dossiers proposed for a client',
      await timeEach(requests, () => api.call(routes.proposeDossiers, { params, query: { client } })),
    );
    await showPages(firm, installation, keep);
    keep('all that is sure connected, to the end of the job', [await connectAll(firm, installation)]);
    return {
      title: 'The mapping',
      text: `${clients.toLocaleString('en')} clients compared by SIRET with ${clients.toLocaleString('en')} dossiers of the sandbox's Inqom, which presents every twentieth pair as one to settle. Chromium: signed in, until the first row is drawn. Milliseconds; aim: 3,000 from opening the page to its first row, the listing included.`,
      head: ['what', 'median', '95 %'],
      rows,
    };
  },
};

async function showPages(
  firm: FullFirm,
  installation: string,
  keep: (what: string, times: readonly number[]) => void,
): Promise<void> {
  await using browser = await openBrowser(firm);
  const base = `/cabinets/${firm.firm}`;
  const address = `${base}/applications/${installation}?onglet=mapping`;
  const inside = () => firstRowInside(browser, `${base}/ressources`, address);
  keep('Chromium, from another page', await timeEach(pages, inside, 2));
  keep('Chromium, opened by its address', await timeEach(pages, () => firstRowCold(browser, address), 2));
}
