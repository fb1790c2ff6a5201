/**
 * Names, bytes and requests that nobody should send, and what each is answered. The tables were written before the code was tried
 * on them. After each case nothing half-done is left: no document, no blob, no file, no upload.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type AddressInfo, connect } from 'node:net';
import { fileFamilies } from '@navette/model';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { keptOf } from '../testing/kept-bytes.ts';
import { treeOf } from '../testing/test-documents.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { newIdempotencyKey, testPlatform } from '../testing/test-platform.ts';
import { tusClient, untilOnDisk } from '../testing/tus-requests.ts';
import { waitFor } from '../testing/wait-for.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
const folder = await tree.folder('/Hostile');
await platform.server.listen({ host: '127.0.0.1', port: 0 });
const { port } = platform.server.server.address() as AddressInfo;

function address(name: string): string {
  return `${firm.path}/folders/${folder.id}/documents?name=${encodeURIComponent(name)}`;
}

/** Does something that must leave everything as it was. */
async function leavesNothing(work: () => Promise<unknown>): Promise<void> {
  const before = await keptOf(platform, firm);
  await work();
  await waitFor(async () => (await keptOf(platform, firm)).staging.length === 0);
  expect(await keptOf(platform, firm)).toEqual(before);
}

const a251 = 'a'.repeat(251);

describe('a name', () => {
  // given → the name that is kept
  const names: readonly (readonly [string, string, string])[] = [
    ['that climbs', '../../etc/passwd.pdf', '.._.._etc_passwd.pdf'],
    ['that climbs on Windows', '..\\..\\boot.pdf', '.._.._boot.pdf'],
    ['that is absolute', '/etc/a.pdf', '_etc_a.pdf'],
    ['that is absolute on Windows', 'C:\\temp\\a.pdf', 'C__temp_a.pdf'],
    ['of a network share', '\\\\serveur\\partage\\a.pdf', '__serveur_partage_a.pdf'],
    ['with a stream of NTFS', 'a.pdf:caché', 'a.pdf_caché'],
    ['with NUL', 'a\0b.pdf', 'a_b.pdf'],
    ['with line ends', 'a\r\nSet-Cookie: x.pdf', 'a__Set-Cookie_ x.pdf'],
    ['with controls', 'a\u001b[31m\u007f\u009b.pdf', 'a_[31m__.pdf'],
    ['that ends in a dot', 'fin.pdf.', 'fin.pdf'],
    ['that ends in spaces and dots', 'fin.pdf. . ', 'fin.pdf'],
    ['of a device', 'CON.pdf', '_CON.pdf'],
    ['of a device in small letters', 'aux.2026.pdf', '_aux.2026.pdf'],
    ['of 255 bytes', `${a251}.pdf`, `${a251}.pdf`],
    ['of 300 bytes', `${'a'.repeat(296)}.pdf`, `${a251}.pdf`],
    ['of 300 bytes in wide letters', `${'é'.repeat(148)}.pdf`, `${'é'.repeat(125)}.pdf`],
    ['with emoji', '👩‍👧 facture 😀.pdf', '👩‍👧 facture 😀.pdf'],
    ['that reads from right to left', 'facture\u202efdp.pdf', 'facture_fdp.pdf'],
    ['with isolates', 'a\u2066b\u2069.pdf', 'a_b_.pdf'],
    ['in decomposed form', 'e\u0301te\u0301.pdf', 'été.pdf'],
    ['of dots alone', '...', '_'],
    ['of two dots', '..', '_'],
    ['of spaces alone', '   ', '_'],
    ['that looks like a path', 'a∕b／c⧸d.pdf', 'a∕b／c⧸d.pdf'],
    ['with what a page would run', '<img src=x onerror=alert(1)>.pdf', '_img src=x onerror=alert(1)_.pdf'],
    ['with what a shell would run', '$(reboot); `id` & a|b.pdf', '$(reboot); `id` & a_b.pdf'],
    ['with what a query would run', `'); drop table documents; --.pdf`, `'); drop table documents; --.pdf`],
    ['with patterns', '%_*?[a].pdf', '%___[a].pdf'],
    ['of a configuration', '.htaccess', '.htaccess'],
    ['of the prototype', '__proto__.pdf', '__proto__.pdf'],
  ];

  it.each(names)('%s is kept safe', async (_, given, wanted) => {
    const where = `cas ${newIdempotencyKey()}`;
    const bytes = distinctPdf();
    const { status, body } = await firm.admin.upload(`${address(given)}&subPath=${where}`, bytes);
    expect([status, body.document.name]).toEqual([201, wanted]);
    expect(body.document.folderPath).toBe(`/Hostile/${where}`);
    expect(body.document.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const list = await tree.list(`/Hostile/${where}`, `?search=${encodeURIComponent(given.slice(0, 20))}`);
    expect(list.total).toBeLessThanOrEqual(1);
    const again = await firm.admin.upload(`${address(wanted)}&subPath=${where}`, distinctPdf());
    expect(again.body.document.name).toContain(' (2)');
  });

  it.each([
    ['that is empty', ''],
    ['of more than 1,000 characters', 'a'.repeat(1_001)],
  ])('%s is refused', async (_, given) => {
    await leavesNothing(async () => {
      const answer = await firm.admin.upload(address(given), distinctPdf());
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    });
  });

  it.each([
    ['that is not UTF-8', 'name=%ED%A0%BD%FF.pdf'],
    ['that is given twice', 'name=a.pdf&name=b.pdf'],
    ['that is not given', ''],
  ])('%s is refused, or kept safe', async (_, query) => {
    const before = await keptOf(platform, firm);
    const url = `${firm.path}/folders/${folder.id}/documents?${query}`;
    const { status, body } = await firm.admin.upload(url, distinctPdf());
    expect([201, 400]).toContain(status);
    if (status === 201) expect(body.document.name.isWellFormed()).toBe(true);
    else expect(await keptOf(platform, firm)).toEqual(before);
  });
});

describe('folders below', () => {
  it.each([
    ['that climb', '../../..', '/Hostile/_/_/_'],
    ['that climb on Windows', '..\\..\\x', '/Hostile/.._.._x'],
    ['with empty names', '//a///b//', '/Hostile/a/b'],
    ['of devices', 'NUL/com1', '/Hostile/_NUL/_com1'],
    ['with dots and spaces at their ends', 'a. /b .', '/Hostile/a/b'],
  ])('%s stay below', async (_, subPath, wanted) => {
    const answer = await firm.admin.upload(
      `${address('a.pdf')}&subPath=${encodeURIComponent(subPath)}`,
      distinctPdf(),
    );
    expect([answer.status, answer.body.document.folderPath]).toEqual([201, wanted]);
  });

  it.each([
    ['of 201 levels', Array.from({ length: 201 }, () => 'a').join('/'), 422, 'path_too_long'],
    [
      'of 1,999 characters that take 4,000 bytes',
      Array.from({ length: 8 }, () => 'é'.repeat(125)).join('/'),
      422,
      'path_too_long',
    ],
    ['of more than 2,000 characters', 'a/'.repeat(1_001), 400, 'invalid_request'],
  ])('%s are refused', async (_, subPath, status, code) => {
    await leavesNothing(async () => {
      const url = `${address('a.pdf')}&subPath=${encodeURIComponent(subPath)}`;
      expect(await firm.admin.upload(url, distinctPdf())).toMatchObject({ status, body: { code } });
    });
  });
});

/** Bytes that begin as a format does. */
const begins = {
  exe: Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff'.padEnd(400, '\0'), 'latin1'),
  elf: Buffer.from('\x7fELF\x02\x01\x01'.padEnd(400, '\0'), 'latin1'),
  mach: Buffer.concat([Buffer.from('cffaedfe0700000103000000', 'hex'), Buffer.alloc(400)]),
  java: Buffer.concat([Buffer.from('cafebabe00000034', 'hex'), Buffer.alloc(400)]),
  link: Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(400)]),
  ole: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_000)]),
  sevenZip: Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), randomBytes(400)]),
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  text: Buffer.from('bonjour\n'),
};

describe('bytes', () => {
  const refused: readonly (readonly [string, string, Buffer, number, string])[] = [
    ['of no length', 'vide.pdf', Buffer.alloc(0), 422, 'empty_file'],
    ['of a program of Windows named PDF', 'facture.pdf', begins.exe, 415, 'file_type_refused'],
    ['of a program of Linux named PDF', 'facture.pdf', begins.elf, 415, 'file_type_refused'],
    ['of a program of a Mac named PDF', 'facture.pdf', begins.mach, 415, 'file_type_refused'],
    ['of a class of Java named PDF', 'facture.pdf', begins.java, 415, 'file_type_refused'],
    ['of a shortcut named PDF', 'facture.pdf', begins.link, 415, 'file_type_refused'],
    ['of an installer', 'pilote.msi', begins.ole, 415, 'file_type_refused'],
    ['of no known format, named PDF', 'facture.pdf', Buffer.from('bonjour \0\x01'), 415, 'file_type_refused'],
    [
      'of no known format',
      'données',
      Buffer.from('0102031c1d00fffe8081'.repeat(50), 'hex'),
      415,
      'file_type_refused',
    ],
    ['of an archive that is not a zip', 'lot.7z', begins.sevenZip, 415, 'file_type_refused'],
    ...[
      'bat',
      'cmd',
      'ps1',
      'vbs',
      'js',
      'sh',
      'lnk',
      'url',
      'reg',
      'hta',
      'jar',
      'scr',
      'com',
      'desktop',
      'py',
    ].map(
      (ending) =>
        [
          `of a text named .${ending}`,
          `facture.pdf.${ending}`,
          begins.text,
          415,
          'file_type_refused',
        ] as const,
    ),
    ['of a PDF named as a program', 'facture.EXE', distinctPdf(), 415, 'file_type_refused'],
    ['of a program whose name ends in dots', 'facture.exe. . .', begins.text, 415, 'file_type_refused'],
  ];

  it.each(refused)('%s are refused', async (_, name, bytes, status, code) => {
    await leavesNothing(async () => {
      expect(await firm.admin.upload(address(name), bytes)).toMatchObject({ status, body: { code } });
    });
  });

  const taken: readonly (readonly [string, string, Buffer, string])[] = [
    ['of a PDF named text', 'note.txt', distinctPdf(), 'application/pdf'],
    ['of a PDF without an ending', 'scan', distinctPdf(), 'application/pdf'],
    ['of a page of HTML', 'page.html', Buffer.from('<script>alert(1)</script>'), 'text/html'],
    ['of a drawing that could run', 'dessin.svg', Buffer.from('<svg onload="alert(1)"/>'), 'text/plain'],
    ['of XML', 'facture.xml', Buffer.from('<?xml version="1.0"?><a/>'), 'application/xml'],
    ['of an image', 'photo.png', begins.png, 'image/png'],
    ['of an old document of Word', 'lettre.doc', begins.ole, 'application/msword'],
    [
      'of an old mail of Outlook',
      'mail.msg',
      Buffer.concat([begins.ole, Buffer.from('x')]),
      'application/vnd.ms-outlook',
    ],
    ['of a table in text', 'relevé.csv', Buffer.from('=cmd|"/c calc"!A1;1\n'), 'text/csv'],
  ];

  it.each(taken)('%s are taken, and given back as an attachment', async (_, name, bytes, mediaType) => {
    const { status, body } = await firm.admin.upload(address(name), bytes);
    expect([status, body.document?.mediaType]).toEqual([201, mediaType]);
    const answer = await platform.server.inject({
      url: `${firm.path}/documents/${body.document.id}/content`,
      headers: firm.admin.headers,
    });
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers['content-disposition']).toMatch(/^attachment/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(String(answer.headers['content-security-policy'])).toMatch(/sandbox/);
  });

  it('of a kind that the firm does not take are refused', async () => {
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .updateTable('firms')
        .set({ accepted_families: JSON.stringify(['pdf']) })
        .where('id', '=', firm.id)
        .execute(),
    );
    await leavesNothing(async () => {
      const answer = await firm.admin.upload(
        address('photo.png'),
        Buffer.concat([begins.png, Buffer.from('x')]),
      );
      expect(answer).toMatchObject({ status: 415, body: { code: 'file_type_refused' } });
    });
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .updateTable('firms')
        .set({ accepted_families: JSON.stringify(fileFamilies) })
        .where('id', '=', firm.id)
        .execute(),
    );
  });

  it('past the firm’s limit are refused, whether their length was said or not', async () => {
    const setLimit = (max_file_bytes: number) =>
      inFirm(platform.database.app, firm.id, (trx) =>
        trx.updateTable('firms').set({ max_file_bytes }).where('id', '=', firm.id).execute(),
      );
    await setLimit(100_000);
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(200_000)]);
    await leavesNothing(async () => {
      const answer = await firm.admin.upload(address('gros.pdf'), bytes);
      expect(answer).toMatchObject({ status: 413, body: { code: 'file_too_large' } });
      const chunked = await sendRaw(
        { 'transfer-encoding': 'chunked', 'idempotency-key': newIdempotencyKey() },
        [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')],
      );
      expect(chunked).toContain('HTTP/1.1 413');
    });
    await setLimit(2_147_483_648);
  });
});

/** Sends an upload byte by byte as told, and goes away when it ends. @returns what came back */
function sendRaw(
  headers: Record<string, string>,
  parts: readonly Buffer[],
  name = 'brut.pdf',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const all = {
      host: 'localhost',
      cookie: firm.admin.headers.cookie ?? '',
      'content-type': 'application/octet-stream',
      ...headers,
    };
    const lines = Object.entries(all).map(([header, value]) => `${header}: ${value}\r\n`);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('close', () => resolve(text));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      // What it refuses to read, the server closes on.
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(text) : reject(error),
    );
    socket.write(`POST ${address(name)} HTTP/1.1\r\n${lines.join('')}\r\n`);
    for (const part of parts) socket.write(part);
    socket.end();
  });
}

describe('a request', () => {
  const bytes = distinctPdf('x'.repeat(20_000));
  const digest = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
  const key = { 'idempotency-key': 'clef-hostile-1' };

  const cases: readonly (readonly [string, Record<string, string>, number, string])[] = [
    ['without a key', { 'content-digest': digest, 'idempotency-key': '' }, 400, 'idempotency_key_missing'],
    ['with a key that is too short', { 'idempotency-key': 'court' }, 400, 'idempotency_key_missing'],
    ['with a key that is too long', { 'idempotency-key': 'x'.repeat(201) }, 400, 'idempotency_key_missing'],
    [
      'with the digest of other bytes',
      { ...key, 'content-digest': `sha-256=:${Buffer.alloc(32).toString('base64')}:` },
      400,
      'digest_mismatch',
    ],
    ['with a digest that is none', { ...key, 'content-digest': 'sha-256=abc' }, 400, 'invalid_request'],
    ['with a digest of another kind', { ...key, 'content-digest': 'md5=:AAAA:' }, 400, 'invalid_request'],
    ['that says it is JSON', { ...key, 'content-type': 'application/json' }, 400, 'invalid_request'],
    [
      'that says it is a form',
      { ...key, 'content-type': 'multipart/form-data; boundary=x' },
      400,
      'invalid_request',
    ],
  ];

  it.each(cases)('%s is refused', async (_, headers, status, code) => {
    await leavesNothing(async () => {
      expect(await firm.admin.upload(address('a.pdf'), bytes, headers)).toMatchObject({
        status,
        body: { code },
      });
    });
  });

  it('that promises more than it sends leaves nothing', async () => {
    await leavesNothing(async () => {
      const text = await sendRaw({ ...key, 'content-length': String(bytes.length + 10_000) }, [bytes]);
      expect(text).not.toContain('HTTP/1.1 201');
    });
  });

  it('that was cut at the half leaves nothing', async () => {
    await leavesNothing(async () => {
      const half = bytes.subarray(0, bytes.length / 2);
      const text = await sendRaw({ ...key, 'content-length': String(bytes.length) }, [half]);
      expect(text).not.toContain('HTTP/1.1 201');
    });
  });

  it('that was cut in the middle of a piece leaves nothing', async () => {
    await leavesNothing(async () => {
      const text = await sendRaw({ ...key, 'transfer-encoding': 'chunked' }, [
        Buffer.from('4e20\r\n'),
        bytes.subarray(0, 500),
      ]);
      expect(text).not.toContain('HTTP/1.1 201');
    });
  });

  it('that promises less than it sends is refused when the digest is of the whole', async () => {
    await leavesNothing(async () => {
      const less = { ...key, 'content-digest': digest, 'content-length': '500' };
      expect(await sendRaw(less, [bytes])).toContain('HTTP/1.1 400');
    });
  });

  it('that says two lengths is refused', async () => {
    await leavesNothing(async () => {
      const both = { ...key, 'content-length': '500', 'transfer-encoding': 'chunked' };
      expect(await sendRaw(both, [bytes])).toContain('HTTP/1.1 400');
    });
  });

  it('with a key used for something else leaves nothing of it', async () => {
    const used = { 'idempotency-key': newIdempotencyKey() };
    await firm.admin.upload(address('premier.pdf'), distinctPdf(), used);
    await leavesNothing(async () => {
      const answer = await firm.admin.upload(address('second.pdf'), distinctPdf(), used);
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
    });
  });

  it('that is cut at the half and resumable goes on from there', async () => {
    const tus = tusClient(port, `${firm.path}/uploads`, firm.admin.headers);
    const whole = distinctPdf('y'.repeat(400_000));
    const begun = await tus.create(
      { folderId: folder.id, name: 'repris.pdf', idempotencyKey: newIdempotencyKey() },
      whole.length,
    );
    const path = String(begun.headers.location);
    const half = Math.floor(whole.length / 2);
    const held = tus.hold(path, 0, whole, half);
    await untilOnDisk(platform.settings.dataDir, firm.id, path, half);
    await held.cut();
    const offset = Number((await tus.head(path)).headers['upload-offset']);
    const last = await tus.patch(path, offset, whole.subarray(offset));
    expect(last.status).toBe(204);
    const document = (await tree.read(String(last.headers['navette-document']))).body;
    expect(document.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
    expect((await keptOf(platform, firm)).staging).toEqual([]);
  });
});
