import type { AuditEntry, Document, Installation, Rule } from '@navette/api';
import readXlsx from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { recordAudit } from './record-audit.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const firm = await testFirm(platform);

type Page = { items: AuditEntry[]; next: string | null };

async function list(query: Record<string, string> = {}, of = firm): Promise<Page> {
  const answer = await of.admin.call<Page>('GET', `${of.path}/audit?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const last = async () => (await list({ limit: '1' })).items[0];
const me = { kind: 'user', id: firm.admin.userId, name: 'Claire Morvan' };

/** Writes an entry at a time of our own. */
function record(of: string, at: string, action: string, name: string, actorName = 'Émile Œuf') {
  const actor = { firmId: of, userId: platform.newId(), name: actorName, agent: null };
  const entry = { action, subjectKind: 'client', subjectId: platform.newId(), subjectName: name };
  return inFirm(platform.database.app, of, async (trx) => {
    await recordAudit({ ...platform, clock: () => new Date(at) }, trx, actor, {
      ...entry,
      details: { code: 'A' },
    });
    return actor.userId;
  });
}

describe('what a person changes', () => {
  it('is in the log: the firm itself, by whoever holds the terminal', async () => {
    const { items } = await list({ action: 'firm.' });
    expect(items).toMatchObject([
      {
        action: 'firm.created',
        actor: { kind: 'operator', id: null, name: null },
        subject: { kind: 'firm', id: firm.id, name: 'Morvan & Associés' },
      },
    ]);
  });

  it('applications, connections and rules, without a word of their secrets', async () => {
    const client = await firm.addClient('Menuiserie Aubertin');
    const installation = await firm.connect('scripted', client.id);
    const named = (await list({ limit: '3' })).items.map(({ action, actor, subject }) => ({
      action,
      actor,
      subject,
    }));
    expect(named).toMatchObject([
      { action: 'rule.created', actor: me, subject: { name: '/Achats/{millésime}/{mois}' } },
      { action: 'connection.created', actor: me, subject: { name: 'Menuiserie Aubertin' } },
      { action: 'installation.created', actor: me, subject: { id: installation.id } },
    ]);
    const at = `${firm.path}/installations/${installation.id}`;
    await firm.admin.call('POST', `${at}/credentials`, { credentials: { secret: 'un autre secret-planté' } });
    expect(await last()).toMatchObject({ action: 'installation.credentials_renewed', actor: me });
    const rules = await firm.admin.call<{ items: Rule[] }>('GET', `${at}/rules`);
    await firm.admin.call('DELETE', `${at}/rules/${rules.body.items[0]?.id}`);
    expect(await last()).toMatchObject({
      action: 'rule.removed',
      subject: { id: rules.body.items[0]?.id, name: '/Achats/{millésime}/{mois}' },
      details: { cancelled: 0 },
    });
    expect(JSON.stringify(await list({ limit: '200' }))).not.toContain('planté');
  });

  it('computers, paired and revoked', async () => {
    const { body: about } = await firm.admin.call<{ webServiceId: string }>('GET', firm.path);
    const { body: agent } = await firm.admin.call<{ agentId: string }>('POST', '/api/v1/agents/pair', {
      ...{ webServiceId: about.webServiceId, email: firm.admin.email, password: 'un mot de passe long' },
      ...{ name: 'POSTE-ACCUEIL', version: '1', platform: 'linux' },
    });
    const subject = { kind: 'agent', id: agent.agentId, name: 'POSTE-ACCUEIL' };
    expect(await last()).toMatchObject({ action: 'agent.paired', actor: me, subject });
    await firm.admin.call('DELETE', `${firm.path}/agents/${agent.agentId}`);
    expect(await last()).toMatchObject({ action: 'agent.revoked', actor: me, subject });
    // A second time, nothing happens.
    await firm.admin.call('DELETE', `${firm.path}/agents/${agent.agentId}`);
    expect((await list({ action: 'agent.revoked' })).items).toHaveLength(1);
  });

  it('what is decided of a delivery, by its document’s name', async () => {
    const other = await testFirm(platform);
    const client = await other.addClient('Garage du Lac');
    const installation: Installation = await other.connect('scripted', client.id);
    const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
    const bytes = distinctPdf();
    const drop = (name: string) =>
      other.admin.upload(`${other.path}/folders/${folder?.id}/documents?name=${name}`, bytes);
    await drop('un.pdf');
    const document: Document = (await drop('deux.pdf')).body.document;
    const held = await other.admin.call<{ items: { id: string }[] }>(
      'GET',
      `${other.path}/deliveries?state=held`,
    );
    const id = held.body.items[0]?.id ?? '';
    expect((await other.admin.call('POST', `${other.path}/deliveries/${id}/set-aside`)).status).toBe(200);
    expect((await list({ action: 'delivery.' }, other)).items).toMatchObject([
      {
        action: 'delivery.set_aside',
        actor: { id: other.admin.userId },
        subject: { kind: 'delivery', id, name: 'deux.pdf' },
        details: {
          was: 'duplicate',
          documentId: document.id,
          clientId: client.id,
          installationId: installation.id,
        },
      },
    ]);
  });
});

describe('the list', () => {
  it('is newest first, read page by page, each entry once', async () => {
    const [of, other] = [await testFirm(platform), await testFirm(platform)];
    for (let index = 0; index < 7; index += 1)
      await record(of.id, `2026-01-0${7 - (index % 3)}T08:00:00.000Z`, 'client.updated', `n° ${index}`);
    await record(other.id, '2026-01-09T08:00:00.000Z', 'client.updated', 'un autre cabinet');
    const read: AuditEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(
        { limit: '2', action: 'client.', ...(cursor === null ? {} : { cursor }) },
        of,
      );
      read.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(read.map(({ subject }) => subject.name).toSorted()).toEqual(upTo(7).map((index) => `n° ${index}`));
    const times = read.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('is filtered by person, action, kind, thing, time and names', async () => {
    const of = await testFirm(platform);
    const emile = await record(of.id, '2025-03-01T00:00:00.000Z', 'client.created', 'Ébénisterie Noël');
    await record(of.id, '2025-03-02T00:00:00.000Z', 'client.updated', 'Garage du Lac', 'Zoé');
    await record(of.id, '2025-03-03T00:00:00.000Z', 'clients.imported', 'fichier.csv', 'Zoé');
    const names = async (query: Record<string, string>) =>
      (await list({ to: '2025-12-31T00:00:00Z', ...query }, of)).items.map(({ subject }) => subject.name);
    expect(await names({})).toEqual(['fichier.csv', 'Garage du Lac', 'Ébénisterie Noël']);
    expect(await names({ actor: emile })).toEqual(['Ébénisterie Noël']);
    expect(await names({ action: 'client.' })).toEqual(['Garage du Lac', 'Ébénisterie Noël']);
    expect(await names({ action: 'client.updated' })).toEqual(['Garage du Lac']);
    expect(await names({ subjectKind: 'firm' })).toEqual([]);
    const { items } = await list({ action: 'client.created', to: '2025-12-31T00:00:00Z' }, of);
    expect(await names({ subject: items[0]?.subject.id ?? '' })).toEqual(['Ébénisterie Noël']);
    expect(await names({ from: '2025-03-02T00:00:00Z' })).toEqual(['fichier.csv', 'Garage du Lac']);
    expect(await names({ to: '2025-03-02T00:00:00+00:00' })).toEqual(['Ébénisterie Noël']);
    for (const search of ['ebenisterie', 'NOËL', 'noe\u0308l  ébénisterie', 'emile œuf'])
      expect(await names({ search }), search).toEqual(['Ébénisterie Noël']);
    for (const search of ['%', "' or true --", '.*']) expect(await names({ search }), search).toEqual([]);
    expect((await of.admin.call('GET', `${of.path}/audit?action=%25`)).status).toBe(400);
    expect((await of.admin.call('GET', `${of.path}/audit?cursor=x`)).status).toBe(400);
  });

  it('shows what was erased as erased', async () => {
    const of = await testFirm(platform);
    await record(of.id, '2025-03-01T00:00:00.000Z', 'client.created', 'Nom à effacer');
    await platform.runJobs();
    await inFirm(platform.database.app, of.id, (trx) =>
      trx.deleteFrom('audit_details').where('subject_name', '=', 'Nom à effacer').execute(),
    );
    const { items } = await list({ action: 'client.created' }, of);
    expect(items).toMatchObject([
      {
        isErased: true,
        number: expect.any(Number),
        details: {},
        actor: { name: null },
        subject: { name: null },
      },
    ]);
    const verified = await of.admin.call('POST', `${of.path}/audit/verify`);
    expect(verified.body).toMatchObject({ isIntact: true, erased: 1, firstBroken: null });
  });

  it('is for administrators alone, and so are its export and its check', async () => {
    for (const role of ['collaborator', 'client'] as const) {
      const user = await firm.addUser(role);
      for (const [method, path] of [
        ['GET', '/audit'],
        ['GET', '/audit/export?format=csv'],
        ['POST', '/audit/verify'],
      ] as const)
        expect((await user.call(method, firm.path + path)).status, path).toBe(403);
    }
  });
});

describe('the export', () => {
  it('has every entry in CSV and in XLSX, oldest first, and no formula', async () => {
    const of = await testFirm(platform);
    await record(of.id, '2025-03-01T00:00:00.000Z', 'client.created', '=HYPERLINK("http://x")', '+cmd');
    const get = async (format: string) => {
      const answer = await platform.server.inject({
        url: `${of.path}/audit/export?format=${format}`,
        headers: of.admin.headers,
      });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="journal-audit-[-0-9]+\\.${format}"$`),
      );
      return answer;
    };
    const csv = await get('csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain(`;'+cmd;"'=HYPERLINK(""http://x"")";`);
    const rows = (await readXlsx((await get('xlsx')).rawPayload))[0]?.data ?? [];
    expect(rows[0]?.slice(0, 3)).toEqual(['Numéro', 'Date (UTC)', 'Action']);
    const numbers = rows.slice(1).map(([number]) => number);
    expect(numbers).toEqual(upTo(numbers.length).map((index) => String(index + 1)));
    expect(rows.some((row) => row.includes('=HYPERLINK("http://x")'))).toBe(true);
    expect(csv.body.trim().split('\r\n')).toHaveLength(rows.length);
  });
});

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
