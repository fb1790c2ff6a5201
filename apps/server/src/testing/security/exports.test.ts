/** Files that people take out: no cell of them runs, and no name in them leaves the folder where they are unpacked. */
import { type Route, routes } from '@navette/api';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inFirm } from '../../database/tenancy.ts';
import { testMailServer } from '../mail-server.ts';
import { createScriptedPartner, scriptedManifest } from '../scripted-partner.ts';
import { setState, treeOf } from '../test-documents.ts';
import { type TestAnswer, testFirm } from '../test-firm.ts';
import { testPlatform } from '../test-platform.ts';
import { waitFor } from '../wait-for.ts';

const mailServer = await testMailServer();
const platform = await testPlatform([createScriptedPartner().connector], {}, { mailServer });
const firm = await testFirm(platform);
const { admin, path } = firm;

/** What a spreadsheet would run. */
const formulas = [
  `=cmd|' /C calc'!A0`,
  '+cmd|x!A0',
  '-2+3+cmd|x!A0',
  '@SUM(1;1)',
  '\t=1+1',
  '＝1+1',
  '=HYPERLINK("http://ailleurs.fr";"Facture")',
] as const;
const hostile = (index: number) => `${formulas[index % formulas.length]} ${index}`;
const names = [
  '../../../../etc/cron.d/x',
  '..\\..\\x',
  '/etc/x',
  'C:\\x',
  'CON',
  '..',
  'a\r\nb',
  '~',
  'x'.repeat(300),
];

let jobId = '';
let importId = '';
let applicationAt = '';
let connectionImportId = '';

/** Writes something hostile wherever somebody can. */
beforeAll(async () => {
  const must = async <T>(answer: Promise<TestAnswer<T>>): Promise<T> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  await must(admin.call('PATCH', `${path}/settings`, { name: hostile(0), address: hostile(1) }));
  const attribute = await must(
    admin.call<{ id: string }>('POST', `${path}/attributes`, { label: hostile(2), kind: 'text' }),
  );
  const clients = [];
  for (const name of [...formulas, ...names.map((each) => each.slice(0, 200))])
    clients.push(
      await must(
        admin.call<{ id: string }>('POST', `${path}/clients`, {
          ...{ name, attributes: [{ attributeId: attribute.id, value: hostile(clients.length) }] },
        }),
      ),
    );
  const [client] = clients;
  if (!client) throw new Error('There are clients');
  const installation = await firm.connect('scripted', client.id, {
    sourcePath: '/Achats',
    documentType: 'purchase',
  });
  const tree = treeOf(firm, client);
  for (const name of [...formulas, ...names]) {
    const document = await tree.drop('/Achats', `${name}.pdf`);
    await setState(platform, firm, document.id, 'undelivered');
  }
  await inFirm(platform.database.app, firm.id, async (trx) => {
    const params = JSON.stringify({ partner: hostile(3), words: hostile(4) });
    await sql`update deliveries set code_params = ${params}::jsonb, partner_ref = ${hostile(5)}`.execute(trx);
    await sql`update members set name = ${hostile(6)} where role <> 'admin'`.execute(trx);
  });
  const retried = await must(admin.call<{ items: { id: string }[] }>('GET', `${path}/deliveries`));
  await must(admin.call('POST', `${path}/deliveries/${retried.items[0]?.id}/retry`, {}));
  await must(admin.call('POST', `${path}/api-keys`, { name: hostile(1), scopes: ['clients:read'] }));
  const job = await must(
    admin.call<{ id: string }>('POST', `${path}/clients/bulk`, {
      ...{ action: 'set_attribute', attributeId: attribute.id, value: hostile(2) },
      selection: { filter: {}, excludedIds: [] },
    }),
  );
  jobId = job.id;
  const file = `Nom;${hostile(3)}\n${formulas.map((each) => `"${each.replaceAll('"', '""')}";"${hostile(4)}"`).join('\n')}\n`;
  const imported = await admin.upload(`${path}/clients/imports?name=a.csv`, Buffer.from(file));
  importId = (imported.body as unknown as { job: { id: string } }).job.id;
  applicationAt = `/installations/${installation.id}`;
  const keys = formulas.map((each) => `"${each.replaceAll('"', '""')}";"${hostile(5)}"`);
  const connected = await admin.upload(
    `${path}${applicationAt}/connection-imports?name=a.csv`,
    Buffer.from(`Nom;${scriptedManifest.clientKey.label.fr}\n${keys.join('\n')}\n`),
  );
  connectionImportId = (connected.body as unknown as { job: { id: string } }).job.id;
});

const everyClient = { selection: { filter: { state: 'all' }, excludedIds: [] } };

/** Every route that answers with a file: how it is asked for, and what it is. `bytes` are a document as it came. */
const files: Readonly<
  Record<string, { kinds: readonly ('csv' | 'xlsx' | 'zip' | 'bytes')[]; url?: () => string; body?: object }>
> = {
  downloadVersion: { kinds: ['bytes'] },
  finishProviderSignIn: { kinds: ['bytes'] },
  downloadZip: { kinds: ['zip'], url: () => '/downloads/:download' },
  exportFirm: { kinds: ['zip'], url: () => '/export' },
  exportClients: { kinds: ['csv', 'xlsx'], url: () => '/clients/export', body: everyClient },
  importTemplate: { kinds: ['csv', 'xlsx'], url: () => '/clients/import-template' },
  reportImport: { kinds: ['csv', 'xlsx'], url: () => `/clients/imports/${importId}/report` },
  exportConnections: {
    kinds: ['csv', 'xlsx'],
    url: () => `${applicationAt}/connections/export`,
    body: { selection: { filter: {} } },
  },
  connectionTemplate: {
    kinds: ['csv', 'xlsx'],
    url: () => `${applicationAt}/connection-template?withClients=true`,
  },
  reportConnectionImport: {
    kinds: ['csv', 'xlsx'],
    url: () => `${applicationAt}/connection-imports/${connectionImportId}/report`,
  },
  exportMapping: {
    kinds: ['csv', 'xlsx'],
    url: () => `${applicationAt}/mapping/export`,
    body: {},
  },
  exportAudit: { kinds: ['csv', 'xlsx'], url: () => '/audit/export' },
  reportJob: { kinds: ['csv'], url: () => `/jobs/${jobId}/report` },
};

async function fetchFile(name: string, kind: string): Promise<Buffer> {
  const { url, body } = files[name] ?? {};
  let at = url?.() ?? '';
  if (name === 'downloadZip') {
    const found = await inFirm(platform.database.app, firm.id, (trx) =>
      trx.selectFrom('documents').select('id').execute(),
    );
    const { body: ticket } = await admin.call<{ url: string }>('POST', `${path}/downloads`, {
      documentIds: found.map(({ id }) => id),
    });
    at = ticket.url.slice(path.length);
  }
  const isAsked = name !== 'reportJob' && kind !== 'zip' && body === undefined;
  const answer = await platform.server.inject({
    method: body ? 'POST' : 'GET',
    url: `${path}${at}${isAsked ? `${at.includes('?') ? '&' : '?'}format=${kind}` : ''}`,
    headers: admin.headers,
    ...(body && { payload: { ...body, format: kind } }),
  });
  expect(answer.statusCode, answer.statusCode === 200 ? '' : answer.body).toBe(200);
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename/);
  return answer.rawPayload;
}

const startsLikeFormula = /^[\s']*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const isSignedNumber = /^[+-][\d .,()\u00a0\u202f]*$/;

function cellsThatRun(csv: string): string[] {
  const rows: string[][] = parse(csv, {
    bom: true,
    delimiter: ';',
    relax_column_count: true,
    relax_quotes: true,
  });
  return rows
    .flat()
    .filter((cell) => startsLikeFormula.test(cell) && !cell.startsWith("'") && !isSignedNumber.test(cell));
}

describe('a file', () => {
  it('is of each route that gives one', () => {
    const found = Object.values<Route>(routes).filter(({ answerKind }) => answerKind === 'bytes');
    expect(found.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort());
  });

  const sheets = Object.entries(files).flatMap(([name, { kinds }]) =>
    kinds.filter((kind) => kind === 'csv' || kind === 'xlsx').map((kind) => ({ name, kind })),
  );

  it.each(sheets.filter(({ kind }) => kind === 'csv'))(
    'runs nothing in a spreadsheet: $name, CSV',
    async ({ name, kind }) => {
      const csv = (await fetchFile(name, kind)).toString('utf8');
      expect(csv).toMatch(/'[=+\-@]/);
      expect(cellsThatRun(csv)).toEqual([]);
    },
  );

  it.each(sheets.filter(({ kind }) => kind === 'xlsx'))(
    'runs nothing in a spreadsheet: $name, XLSX',
    async ({ name, kind }) => {
      const parts = unzipSync(await fetchFile(name, kind));
      const text = Object.values(parts).map((part) => Buffer.from(part).toString('utf8'));
      expect(text.join('')).toContain('cmd|');
      // No cell with a formula, no link, nothing fetched from elsewhere.
      for (const part of text)
        expect(part).not.toMatch(/<f[ >]|<hyperlink|TargetMode="External"|externalLink/);
    },
  );

  it.each(['downloadZip', 'exportFirm'])('is unpacked below the folder where it is: %s', async (name) => {
    const parts = unzipSync(await fetchFile(name, 'zip'));
    const paths = Object.keys(parts);
    expect(paths.length).toBeGreaterThan(names.length);
    for (const each of paths) {
      expect(each).not.toMatch(/^\/|\\|(^|\/)\.\.(\/|$)|\p{Cc}|[<>:"|?*]/u);
      for (const part of each.split('/')) {
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
        expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$/i);
      }
    }
    const csv = paths.filter((each) => each.endsWith('.csv'));
    expect(csv.length > 0).toBe(name === 'exportFirm');
    for (const each of csv)
      expect(cellsThatRun(Buffer.from(parts[each] ?? []).toString('utf8')), each).toEqual([]);
  });
});

describe('a name with line ends', () => {
  const name = 'Cabinet\r\nBcc: ailleurs@exemple.fr\r\n\r\n<script>alert(1)</script>';

  it('of a firm begins no header in its mails, and no markup', async () => {
    await admin.call('PATCH', `${path}/settings`, { name });
    await admin.call('POST', `${path}/invitations`, {
      ...{ people: [{ email: 'nouveau@exemple.fr', name }], role: 'collaborator' },
      ...{ seesAllClients: true, clientIds: [], language: 'fr' },
    });
    const mail = await waitFor(async () => {
      await platform.runJobs();
      return mailServer.received.findLast(({ to }) => to.includes('nouveau@exemple.fr'));
    });
    expect(mail.to).toEqual(['nouveau@exemple.fr']);
    expect(mail.email.bcc ?? []).toEqual([]);
    expect(mail.email.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail.email.html).not.toContain('<script>');
    expect(mailServer.received.some(({ to }) => to.includes('ailleurs@exemple.fr'))).toBe(false);
  });

  it('of a client and of a document begins no header of a download', async () => {
    const client = await firm.addClient(name);
    const tree = treeOf(firm, client);
    const document = await tree.drop('/Achats', `${name}.pdf`);
    const prepared = await admin.call<{ url: string }>('POST', `${path}/downloads`, {
      documentIds: [document.id],
    });
    for (const url of [prepared.body.url, `${path}/documents/${document.id}/content`]) {
      const { headers, statusCode } = await platform.server.inject({ url, headers: admin.headers });
      expect(statusCode).toBe(200);
      expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w%.()!'*~-]+$/);
      expect(Object.keys(headers)).not.toContain('bcc');
    }
  });
});
