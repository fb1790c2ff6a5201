import { inflateRawSync } from 'node:zlib';
import type { Said } from './planted-secrets.ts';

const directoryEnd = Buffer.from('PK\u0005\u0006', 'latin1');

/** What stands in a ZIP archive, which is packed; nothing for what is none. @param where what the archive is */
export function readArchive(where: string, bytes: Buffer): Said[] {
  const end = bytes.lastIndexOf(directoryEnd);
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK' || end < 0) return [];
  const found: Said[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const packed = bytes
      .subarray(dataStart(bytes, bytes.readUInt32LE(at + 42)))
      .subarray(0, bytes.readUInt32LE(at + 20));
    const content = bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    found.push({ where: `${where} ${name}`, text: `${name}\n${content.toString('utf8')}` });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

/** A local header may be longer than the directory says. */
function dataStart(bytes: Buffer, header: number): number {
  return header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
}
