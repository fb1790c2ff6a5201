/**
 * Whether the end of a file shows that its writer has finished. Only formats that say so: the others wait for a quiet time.
 * `complete`: every byte that the format announces is there. `incomplete`: the format is known, its end is missing.
 * `unknown`: the bytes cannot tell.
 */
import type { FileHandle } from 'node:fs/promises';

export type FormatEnd = 'complete' | 'incomplete' | 'unknown';

const headBytes = 4096;
/** Standard samples of e-invoices have pages of licence before the first element. */
const xmlHeadBytes = 64 * 1024;
/** The comment of a ZIP may take 65,535 bytes after its directory's 22. */
const tailBytes = 65_535 + 22;

/** Reads the start and the end of an open file of `sizeBytes`. */
export async function readFormatEnd(file: FileHandle, sizeBytes: number): Promise<FormatEnd> {
  const read = await openBytes(file, sizeBytes);
  const head = await read(0, Math.min(headBytes, sizeBytes));
  const judge = judgeByHead(head);
  if (judge === null) return 'unknown';
  const from = Math.max(0, sizeBytes - tailBytes);
  return judge({ head, tail: await read(from, sizeBytes - from), sizeBytes, readAt: read });
}

interface Bytes {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly sizeBytes: number;
  readAt(position: number, length: number): Promise<Buffer>;
}

type Judge = (bytes: Bytes) => FormatEnd | Promise<FormatEnd>;

function judgeByHead(head: Buffer): Judge | null {
  const text = head.toString('latin1');
  if (text.slice(0, 1024).includes('%PDF-')) return judgePdf;
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return judgeZip;
  if (text.startsWith('\xff\xd8\xff')) return judgeJpeg;
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return judgePng;
  if (/^(?:\xef\xbb\xbf)?\s*</.test(text)) return judgeXml;
  return null;
}

/** A small file is read once, since each read costs more than its bytes. */
async function openBytes(file: FileHandle, sizeBytes: number): Promise<Bytes['readAt']> {
  if (sizeBytes > tailBytes) return (position, length) => readAt(file, position, length);
  const whole = await readAt(file, 0, sizeBytes);
  return (position, length) => Promise.resolve(whole.subarray(position, position + length));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The last section: `startxref`, an offset inside the file that leads to a cross-reference table or stream, `%%EOF`. */
async function judgePdf({ head, tail, sizeBytes, readAt }: Bytes): Promise<FormatEnd> {
  const end = tail.subarray(-1024).toString('latin1');
  const match = /startxref\s+(\d+)\s+%%EOF[\s\0]*$/.exec(end);
  if (match === null) return 'incomplete';
  // The first section of a linearized file ends with offset 0, and its head announces the whole length.
  const start = head.toString('latin1');
  const announced = start.includes('/Linearized') ? Number(/\/L\s+(\d+)/.exec(start)?.[1] ?? 0) : 0;
  const offset = Number(match[1]);
  if (announced > sizeBytes || offset === 0 || offset >= sizeBytes) return 'incomplete';
  // Some writers count from `%PDF-`, not from the first byte of the file.
  const target = (await readAt(offset + Math.max(0, start.indexOf('%PDF-')), 32)).toString('latin1');
  return /^\s*(?:xref|\d+\s+\d+\s+obj)/.test(target) ? 'complete' : 'incomplete';
}

const zipEnd = Buffer.from('PK\x05\x06', 'latin1');

/** The end-of-directory record: its comment ends the file, and the directory it announces lies just before it. */
async function judgeZip({ tail, sizeBytes, readAt }: Bytes): Promise<FormatEnd> {
  for (let end = tail.length; end >= zipEnd.length; ) {
    const at = tail.subarray(0, end).lastIndexOf(zipEnd);
    if (at < 0) break;
    if (await endsZip(tail.subarray(at), sizeBytes - tail.length + at, readAt)) return 'complete';
    end = at + zipEnd.length - 1;
  }
  return 'incomplete';
}

async function endsZip(record: Buffer, position: number, readAt: Bytes['readAt']): Promise<boolean> {
  if (record.length < 22 || record.length !== 22 + record.readUInt16LE(20)) return false;
  const entries = record.readUInt16LE(10);
  const directoryBytes = record.readUInt32LE(12);
  const directoryAt = record.readUInt32LE(16);
  // Beyond 4 GB or 65,535 entries the figures stand in a ZIP64 record: its locator is just before.
  if (directoryAt === 0xffffffff || directoryBytes === 0xffffffff || entries === 0xffff) {
    return position >= 20 && (await readAt(position - 20, 4)).toString('latin1') === 'PK\x06\x07';
  }
  if (directoryAt + directoryBytes !== position) return false;
  if (entries === 0) return directoryBytes === 0;
  return (await readAt(directoryAt, 4)).toString('latin1') === 'PK\x01\x02';
}

function judgeJpeg({ tail }: Bytes): FormatEnd {
  return tail.length >= 4 && tail.readUInt16BE(tail.length - 2) === 0xffd9 ? 'complete' : 'incomplete';
}

const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');

function judgePng({ tail }: Bytes): FormatEnd {
  return tail.subarray(-pngEnd.length).equals(pngEnd) ? 'complete' : 'incomplete';
}

/** The root element is closed at the end; only white space and whole comments may follow it. */
async function judgeXml({ tail, sizeBytes, readAt }: Bytes): Promise<FormatEnd> {
  const root = findRoot((await readAt(0, Math.min(xmlHeadBytes, sizeBytes))).toString('latin1'));
  if (root === null) return sizeBytes > xmlHeadBytes ? 'unknown' : 'incomplete';
  let end = tail.toString('latin1').trimEnd();
  while (end.endsWith('-->')) end = end.slice(0, Math.max(0, end.lastIndexOf('<!--'))).trimEnd();
  if (isOpen(end, '<!--', '-->') || isOpen(end, '<![CDATA[', ']]>')) return 'incomplete';
  const closing = end.slice(end.lastIndexOf('</'));
  return closing.endsWith('>') && closing.slice(2, -1).trimEnd() === root ? 'complete' : 'incomplete';
}

/** The name of the first element, after the declaration, comments and document type. */
function findRoot(start: string): string | null {
  const prolog =
    /^(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^[>]*(?:\[.*?\]\s*)?>)*/is.exec(start)?.[0] ??
    '';
  return /^<([^\s<>/!?]+)[\s>]/.exec(start.slice(prolog.length))?.[1] ?? null;
}

function isOpen(text: string, opening: string, closing: string): boolean {
  return text.lastIndexOf(opening) > text.lastIndexOf(closing);
}
