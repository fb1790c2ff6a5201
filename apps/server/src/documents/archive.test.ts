import type { Document } from '@navette/api';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const partner = createScriptedPartner();
const second = createScriptedPartner({ id: 'second', requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector, second.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());

async function drop(firm: TestFirm, folderId: string, name: string): Promise<string> {
  const url = `${firm.path}/folders/${folderId}/documents?name=${encodeURIComponent(name)}`;
  return (await firm.admin.upload(url, distinctPdf())).body.document.id;
}

function archived(firm: TestFirm, id: string): Promise<Document> {
  return waitFor(async () => {
    const { body } = await firm.admin.call<Document>('GET', `${firm.path}/documents/${id}`);
    return body.archivedAt === null ? null : body;
  });
}

async function newFirm(archivePath: string | null) {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Menuiserie Aubertin');
  await firm.connect('scripted', client.id, { archivePath });
  const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
  if (!folder) throw new Error('The template makes no month folder');
  return { firm, client, folder };
}

describe('the archive', () => {
  it('never overwrites: a taken name is numbered, in whatever case or Unicode form it is taken', async () => {
    const { firm, folder } = await newFirm('/Transmis');
    const names: string[] = [];
    for (const name of ['été.pdf', 'E\u0301TE\u0301.PDF', 'été.pdf', 'été (2).pdf']) {
      const document = await archived(firm, await drop(firm, folder.id, name));
      expect(document.folderPath).toBe('/Transmis');
      names.push(document.name);
    }
    expect(names).toEqual(['été.pdf', 'ÉTÉ (2).PDF', 'été (3).pdf', 'été (2) (2).pdf']);
  });

  it('gives each a name of its own when many of one name arrive together', async () => {
    const { firm, folder } = await newFirm('/Transmis');
    const ids = await Promise.all(Array.from({ length: 12 }, () => drop(firm, folder.id, 'scan.pdf')));
    const documents = await Promise.all(ids.map((id) => archived(firm, id)));
    expect(new Set(documents.map(({ name }) => name)).size).toBe(12);
    expect(new Set(documents.map(({ folderPath }) => folderPath))).toEqual(new Set(['/Transmis']));
  });

  it('takes a document when every application has it, into the folder of the first', async () => {
    const { firm, client, folder } = await newFirm('/Premier/{millésime}');
    await firm.connect('second', client.id, { archivePath: '/Second' });
    let answer = () => {};
    second.orders.push({
      kind: 'hang',
      until: new Promise((resolve) => {
        answer = resolve;
      }),
    });
    const id = await drop(firm, folder.id, 'a.pdf');
    await waitFor(async () => partner.received.some(({ name }) => name === 'a.pdf'));
    const { body } = await firm.admin.call<Document>('GET', `${firm.path}/documents/${id}`);
    expect(body).toMatchObject({ archivedAt: null, folderPath: folder.path });
    answer();
    expect((await archived(firm, id)).folderPath).toMatch(/^\/Premier\/\d{4}$/);
  });

  it('leaves a document where it is when no rule names a folder', async () => {
    const { firm, folder } = await newFirm(null);
    const id = await drop(firm, folder.id, 'a.pdf');
    const document = await waitFor(async () => {
      const { body } = await firm.admin.call<Document>('GET', `${firm.path}/documents/${id}`);
      return body.badge.state === 'delivered' ? body : null;
    });
    expect(document).toMatchObject({ archivedAt: null, folderPath: folder.path, name: 'a.pdf' });
  });
});
