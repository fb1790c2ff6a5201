import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Document, Folder } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
platform.setClock(new Date('2026-11-21T10:00:00Z'));
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');
const folder = folderOf('/Achats/2026/11');

function folderOf(path: string): Folder {
  const found = client.folders.find((each) => each.path === path);
  if (!found) throw new Error(`No folder ${path}`);
  return found;
}

function address(name: string, more = ''): string {
  return `${firm.path}/folders/${folder.id}/documents?name=${encodeURIComponent(name)}${more}`;
}

describe('receiving a document', () => {
  it('gives new clients the folders of the template, for the present month', () => {
    expect(client.folders.map(({ path }) => path)).toContain('/Achats/2026/11');
  });

  it('shows binders in the order of the template, and what is below each by name', () => {
    const paths = client.folders.map(({ path }) => path);
    expect(paths.slice(0, 4)).toEqual(['/Réception', '/Achats', '/Achats/2026', '/Achats/2026/11']);
    expect(paths.at(-1)).toBe('/Juridique');
  });

  it('keeps the bytes exactly and gives them back', async () => {
    const bytes = distinctPdf();
    const { status, body } = await firm.admin.upload(address('facture.pdf'), bytes);
    expect(status).toBe(201);
    expect(body.document).toMatchObject({
      name: 'facture.pdf',
      folderPath: '/Achats/2026/11',
      mediaType: 'application/pdf',
    });
    expect(body.document.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await buffer(platform.blobs.read(firm.id, body.document.sha256))).toEqual(bytes);
  });

  it('never overwrites: a taken name becomes "name (2)", whatever its case', async () => {
    await firm.admin.upload(address('Relevé.pdf'), distinctPdf());
    const { body } = await firm.admin.upload(address('relevé.PDF'.normalize('NFD')), distinctPdf());
    expect(body.document.name).toBe('relevé (2).PDF');
  });

  it('answers the same for the same key and bytes, and records one document', async () => {
    const bytes = distinctPdf();
    const headers = { 'idempotency-key': 'clé-fixe-0001'.normalize('NFD').replace(/[^\w-]/g, '') };
    const first = await firm.admin.upload(address('une.pdf'), bytes, headers);
    const second = await firm.admin.upload(address('une.pdf'), bytes, headers);
    expect(second.status).toBe(201);
    expect(second.body).toMatchObject({ replayed: true, document: { id: first.body.document.id } });
    const list = await firm.admin.call<{ items: Document[] }>(
      'GET',
      `${firm.path}/folders/${folder.id}/documents?search=une`,
    );
    expect(list.body.items).toHaveLength(1);
  });

  it('records one document when the same upload comes ten times at once', async () => {
    const bytes = distinctPdf();
    const headers = { 'idempotency-key': 'dix-fois-la-meme' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => firm.admin.upload(address('dix.pdf'), bytes, headers)),
    );
    expect(new Set(answers.map(({ body }) => body.document.id)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.replayed)).toHaveLength(1);
  });

  it.each([
    ['other bytes', address('cle.pdf'), distinctPdf('autre')],
    ['another name', address('autre-nom.pdf'), null],
    ['another destination', address('cle.pdf', '&subPath=ailleurs'), null],
  ])('refuses a key that was used for %s', async (what, url, other) => {
    const bytes = distinctPdf();
    const headers = { 'idempotency-key': `reuse-${what.replaceAll(' ', '-')}` };
    await firm.admin.upload(address('cle.pdf'), bytes, headers);
    const second = await firm.admin.upload(url, other ?? bytes, headers);
    expect(second).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  it.each([
    ['no key', 'idempotency-key', '', 400, 'idempotency_key_missing'],
    [
      'a digest of other bytes',
      'content-digest',
      `sha-256=:${Buffer.alloc(32).toString('base64')}:`,
      400,
      'digest_mismatch',
    ],
    ['a digest that is not SHA-256', 'content-digest', 'md5=:AAAA:', 400, 'invalid_request'],
  ])('refuses %s and leaves nothing', async (_, header, value, status, code) => {
    const before = await count();
    const answer = await firm.admin.upload(address('refus.pdf'), distinctPdf(), { [header]: value });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await count()).toBe(before);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'vide.pdf', 422, 'empty_file'],
    [
      'a program, whatever its name',
      Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff'.padEnd(400, '\0'), 'latin1'),
      'facture.pdf',
      415,
      'file_type_refused',
    ],
    ['a PDF that is not one', Buffer.from('bonjour \0\x01'), 'facture.pdf', 415, 'file_type_refused'],
  ])('refuses %s', async (_, bytes, name, status, code) => {
    const answer = await firm.admin.upload(address(name), bytes);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('puts a document of a sub-folder below, creating what is missing', async () => {
    const { body } = await firm.admin.upload(address('scan.pdf', '&subPath=lot%201/a'), distinctPdf());
    expect(body.document.folderPath).toBe('/Achats/2026/11/lot 1/a');
  });

  it('never lets a name or a sub-path leave the client’s tree', async () => {
    const { body } = await firm.admin.upload(
      address('../../etc/passwd.pdf', '&subPath=../../..'),
      distinctPdf(),
    );
    expect(body.document.folderPath.startsWith('/Achats/2026/11/')).toBe(true);
    expect(body.document.folderPath).not.toContain('..');
    expect(body.document.name).not.toContain('/');
  });

  it('makes a new version of a document, and keeps the first', async () => {
    const first = await firm.admin.upload(address('contrat.pdf'), distinctPdf());
    const path = `${firm.path}/documents/${first.body.document.id}`;
    const second = await firm.admin.upload(`${path}/versions`, distinctPdf());
    expect(second.body.document).toMatchObject({
      id: first.body.document.id,
      versions: 2,
      name: 'contrat.pdf',
    });
    const history = await firm.admin.call<{ versions: { version: { number: number } }[] }>(
      'GET',
      `${path}/history`,
    );
    expect(history.body.versions.map(({ version }) => version.number)).toEqual([2, 1]);
  });

  it('shows a document that no rule takes as having nothing to send', async () => {
    const { body } = await firm.admin.upload(address('seul.pdf'), distinctPdf());
    expect(body.document.badge.state).toBe('nothing_to_send');
  });

  async function count(): Promise<number> {
    const list = await firm.admin.call<{ total: number }>(
      'GET',
      `${firm.path}/folders/${folder.id}/documents`,
    );
    return list.body.total;
  }
});
