import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);

async function download(url: string, headers: Readonly<Record<string, string>>) {
  const answer = await platform.server.inject({ url, headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('application/zip');
  const files = unzipSync(answer.rawPayload);
  return {
    names: Object.keys(files).sort(),
    text: (name: string) => strFromU8(files[name] ?? new Uint8Array()),
    files,
  };
}

describe('the export of a firm', () => {
  it('holds every version of every document under its own place, and what is known of them as tables', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Menuiserie / Aubertin');
    await firm.connect('scripted', client.id);
    const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
    const [first, second] = [distinctPdf('un'), distinctPdf('deux')];
    const { body } = await firm.admin.upload(
      `${firm.path}/folders/${folder?.id}/documents?name=facture.pdf`,
      first,
    );
    await firm.admin.upload(`${firm.path}/documents/${body.document.id}/versions`, second);

    const { names, text, files } = await download(`${firm.path}/export`, firm.admin.headers);
    const tail = client.id.slice(-6);
    const current = `Documents/Menuiserie _ Aubertin ${tail}${folder?.path}/facture.pdf`;
    const older = `Versions antérieures/Menuiserie _ Aubertin ${tail}/${body.document.id}/1 - facture.pdf`;
    expect(names).toEqual(
      [
        ...[
          'cabinet.json',
          'documents.csv',
          'dossiers.csv',
          'envois.csv',
          'historique.csv',
          'journal.csv',
          'personnes.csv',
          'tentatives.csv',
        ],
        ...[current, older],
      ].sort(),
    );
    expect(Buffer.from(files[current] ?? []).equals(second)).toBe(true);
    expect(Buffer.from(files[older] ?? []).equals(first)).toBe(true);
    expect(text('documents.csv')).toContain(current);
    expect(text('dossiers.csv')).toContain('Menuiserie / Aubertin');
    expect(text('envois.csv')).toContain(body.document.id);
    expect(text('historique.csv')).toContain('received');
    expect(text('cabinet.json')).toContain('"timeZone": "Europe/Paris"');
    expect(names.map(text).join('\n')).not.toContain('secret-planté');
  });

  it('of one client holds nothing of the others', async () => {
    const firm = await testFirm(platform);
    const [one, other] = [await firm.addClient('Garage du Lac'), await firm.addClient('Librairie Kerjean')];
    for (const client of [one, other])
      await firm.admin.upload(
        `${firm.path}/folders/${client.folders[0]?.id}/documents?name=${encodeURIComponent(client.name)}.pdf`,
        distinctPdf(),
      );
    const { names, text } = await download(`${firm.path}/export?client=${one.id}`, firm.admin.headers);
    expect(names).not.toContain('personnes.csv');
    const everything = `${names.join('\n')}\n${names.map(text).join('\n')}`;
    expect(everything).toContain('Garage du Lac');
    expect(everything).not.toContain('Kerjean');
  });

  it('lists what the store has lost, and gives the rest', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Hôtel des Bains');
    const { body } = await firm.admin.upload(
      `${firm.path}/folders/${client.folders[0]?.id}/documents?name=perdu.pdf`,
      distinctPdf(),
    );
    await platform.blobs.remove(firm.id, body.document.sha256);
    const { names, text } = await download(`${firm.path}/export`, firm.admin.headers);
    expect(names.filter((name) => name.endsWith('.pdf'))).toEqual([]);
    expect(text('manquants.txt')).toContain('perdu.pdf');
  });
});
