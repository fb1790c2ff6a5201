import { open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { newPdf } from '../testing/documents.ts';
import { readFormatEnd } from './format-end.ts';

const path = join(tmpdir(), `navette-format-end-${process.pid}`);
afterAll(() => rm(path, { force: true }));

async function judge(bytes: Buffer) {
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    return await readFormatEnd(file, bytes.length);
  } finally {
    await file.close();
  }
}

/** A ZIP of one entry, stored or deflated. */
function newZip(content: Buffer, isStored: boolean, comment = ''): Buffer {
  const data = isStored ? content : deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(isStored ? 0 : 8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(content.length, 22);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([local, data, central, end, Buffer.from(comment)]);
}

function newPng(data: Buffer): Buffer {
  const chunk = Buffer.concat([Buffer.from('IDAT'), data]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk,
    Buffer.from('0000000049454e44ae426082', 'hex'),
  ]);
}

function newJpeg(data: Buffer): Buffer {
  // Entropy-coded data holds no 0xFF that is not followed by 0x00.
  const coded = [...data].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
  return Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(coded), Buffer.from('ffd9', 'hex')]);
}

function newXml(text: string): Buffer {
  const safe = text.replace(/[<>&]/g, ' ');
  return Buffer.from(
    `<?xml version="1.0"?>\n<!-- <Autre> -->\n<rsm:Facture xmlns:rsm="urn:x"><a>${safe}</a><b/></rsm:Facture>`,
  );
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 3_000 }).map((array) => Buffer.from(array));
const complete = fc.oneof(
  bytes.map((data) => newPdf(data.toString('hex'))),
  fc
    .tuple(bytes, fc.boolean(), fc.string({ maxLength: 20 }))
    .map(([data, isStored]) => newZip(data, isStored)),
  // A ZIP inside a ZIP, stored: its own end is not the end of the file.
  bytes.map((data) => newZip(newZip(data, true), true, 'commentaire')),
  bytes.map(newPng),
  bytes.map(newJpeg),
  fc.string({ maxLength: 2_000 }).map(newXml),
);

describe('the end of a file', () => {
  it('shows that a whole document is complete', async () => {
    await fc.assert(
      fc.asyncProperty(complete, async (document) => {
        expect(await judge(document)).toBe('complete');
      }),
    );
  });

  it('never shows that a truncated document is complete', async () => {
    await fc.assert(
      fc.asyncProperty(complete, fc.double({ min: 0, max: 1, noNaN: true }), async (document, share) => {
        const whole = Buffer.from(document.toString('latin1').trimEnd(), 'latin1').length;
        const cut = document.subarray(0, Math.floor(share * whole * 0.999_999));
        expect(await judge(cut)).not.toBe('complete');
      }),
      { numRuns: 400 },
    );
  });

  it('bears white space and comments after a closed root', async () => {
    expect(await judge(Buffer.from('<a><b></b></a>\n<!-- fin -->\n \n'))).toBe('complete');
    expect(await judge(Buffer.from('<a><b></b><!-- </a>'))).toBe('incomplete');
    expect(await judge(Buffer.from('<a><b><![CDATA[</a>'))).toBe('incomplete');
    expect(await judge(Buffer.from('<a><b></b>'))).toBe('incomplete');
  });

  it('does not take the first section of a linearized PDF for its last', async () => {
    const head = '%PDF-1.5\n1 0 obj\n<< /Linearized 1 /L 90000 >>\nendobj\nstartxref\n0\n%%EOF\n';
    expect(await judge(Buffer.from(head))).toBe('incomplete');
    const pdf = newPdf('<< /Linearized 1 /L 90000 >>');
    expect(await judge(pdf)).toBe('incomplete');
  });

  it('bears a PDF that begins after some bytes of its mail or printer', async () => {
    expect(await judge(Buffer.concat([Buffer.from('@PJL\r\n'), newPdf()]))).toBe('complete');
  });

  it('cannot tell for text, tables, TIFF and unknown bytes', async () => {
    expect(await judge(Buffer.from('date;montant\n'))).toBe('unknown');
    expect(await judge(Buffer.from('49492a0008000000', 'hex'))).toBe('unknown');
    expect(await judge(Buffer.alloc(0))).toBe('unknown');
  });
});
