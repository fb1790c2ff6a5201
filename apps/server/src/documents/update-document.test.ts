import type { Document, HistoryLine, Version } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, setState, treeOf } from '../testing/test-documents.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
platform.setClock(new Date('2026-11-21T10:00:00Z'));
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
await firm.connect('scripted', tree.clientId);
const month = '/Achats/2026/11';

function update(id: string, body: object) {
  return firm.admin.call<Document & { code?: string }>('PATCH', `${firm.path}/documents/${id}`, body);
}

describe('a document', () => {
  it('is renamed, and its history tells from what to what', async () => {
    const { id } = await tree.drop('/Social', 'scan.pdf');
    expect((await update(id, { name: 'Bulletin novembre.pdf' })).body.name).toBe('Bulletin novembre.pdf');
    expect((await tree.lines(id))[0]).toMatchObject({
      kind: 'renamed',
      actor: { kind: 'user', name: 'Claire Morvan' },
      details: { from: 'scan.pdf', name: 'Bulletin novembre.pdf' },
    });
    expect(await tree.names('/Social', '?search=bulletin')).toEqual(['Bulletin novembre.pdf']);
  });

  it('is not renamed over another, in whatever case or Unicode form, but may change its own letters', async () => {
    await tree.drop('/Juridique', 'Été.pdf');
    const { id } = await tree.drop('/Juridique', 'b.pdf');
    const taken = await update(id, { name: 'E\u0301TE\u0301.PDF' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    expect((await update(id, { name: 'B.PDF' })).body.name).toBe('B.PDF');
  });

  it.each([
    ['facture.pdf.exe', 415, 'file_type_refused'],
    ['raccourci.LNK', 415, 'file_type_refused'],
    ['facture\u202efdp.exe', 415, 'file_type_refused'],
    ['', 400, 'invalid_request'],
  ])('is not named %j', async (name, status, code) => {
    const { id } = await tree.drop('/Social', 'a.pdf');
    expect(await update(id, { name })).toMatchObject({ status, body: { code } });
  });

  it('says its type, or none', async () => {
    const { id } = await tree.drop('/Social', 'a.pdf');
    expect((await update(id, { documentType: 'expense' })).body.documentType).toBe('expense');
    expect((await update(id, { documentType: null })).body.documentType).toBeNull();
  });

  it('keeps one of two that are renamed alike at the same moment', async () => {
    const ids = await Promise.all(['x1.pdf', 'x2.pdf'].map((name) => tree.drop('/Social', name)));
    const answers = await Promise.all(ids.map(({ id }) => update(id, { name: 'même.pdf' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('an older version', () => {
  interface History {
    versions: { version: Version; lines: HistoryLine[] }[];
  }

  async function twoVersions(first = distinctPdf()) {
    const { id } = await tree.drop(month, 'contrat.pdf', first);
    await setState(platform, firm, id, 'delivered');
    await firm.admin.upload(`${firm.path}/documents/${id}/versions`, distinctPdf());
    const { body } = await firm.admin.call<History>('GET', `${firm.path}/documents/${id}/history`);
    return { id, versions: body.versions.map(({ version }) => version) };
  }

  it('becomes a new version with its bytes, and what had not left of the other is cancelled', async () => {
    const { id, versions } = await twoVersions();
    const [second, first] = versions;
    const at = `${firm.path}/documents/${id}`;
    const counted = await ledgerOf(firm, async () => {
      const answer = await firm.admin.call<{ document: Document; version: Version }>(
        'POST',
        `${at}/versions/${first?.id}/restore`,
      );
      expect(answer).toMatchObject({
        status: 200,
        body: { document: { versions: 3, sha256: first?.sha256 }, version: { number: 3 } },
      });
    });
    // The partner has these bytes already: a person decides.
    expect(counted).toEqual({ received: 1, held: 1, onTheWay: -1, cancelled: 1 });
    expect((await deliveriesOf(platform, firm, id)).map(({ state }) => state)).toEqual([
      'delivered',
      'cancelled',
      'held',
    ]);
    const history = await firm.admin.call<History>('GET', `${at}/history`);
    expect(history.body.versions[0]?.lines.at(-1)).toMatchObject({
      kind: 'version_restored',
      details: { fromNumber: 1 },
    });
    expect(history.body.versions.map(({ version }) => version.sha256)).toEqual([
      first?.sha256,
      second?.sha256,
      first?.sha256,
    ]);
  });

  it('that is the current one changes nothing', async () => {
    const { id, versions } = await twoVersions();
    const counted = await ledgerOf(firm, async () => {
      const path = `${firm.path}/documents/${id}/versions/${versions[0]?.id}/restore`;
      expect((await firm.admin.call('POST', path)).status).toBe(200);
    });
    expect(counted).toEqual({});
  });

  it('of another document is not found', async () => {
    const { id } = await tree.drop('/Social', 'a.pdf');
    const { versions } = await twoVersions();
    const path = `${firm.path}/documents/${id}/versions/${versions[0]?.id}/restore`;
    expect((await firm.admin.call('POST', path)).status).toBe(404);
  });
});
