/** The files a chaos run drops: real PDFs, no two alike. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sample = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  'demo',
  'documents',
  'plain-invoice.pdf',
);

export interface DroppedFile {
  readonly name: string;
  readonly sha256: string;
}

/** A real invoice with a comment of its own after its end, so that its bytes are like no other's. */
export async function distinctInvoice(number: number): Promise<{ bytes: Buffer; sha256: string }> {
  const original = await readFile(sample);
  // Before the last %%EOF: the file still ends as a PDF does.
  const end = original.lastIndexOf('startxref');
  const bytes = Buffer.concat([
    original.subarray(0, end),
    Buffer.from(`% facture ${number}\n`),
    original.subarray(end),
  ]);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Drops invoice `number` as a copy does: written in place under its name. */
export async function dropInvoice(folder: string, number: number): Promise<DroppedFile> {
  const { bytes, sha256 } = await distinctInvoice(number);
  const name = `facture ${String(number).padStart(5, '0')}.pdf`;
  await writeFile(join(folder, name), bytes);
  return { name, sha256 };
}

/** Drops invoice `number` as a scanner does: under a temporary name, then renamed. */
export async function dropByRename(folder: string, number: number): Promise<DroppedFile> {
  const { bytes, sha256 } = await distinctInvoice(number);
  const name = `renommée ${number}.pdf`;
  await writeFile(join(folder, `${name}.tmp`), bytes);
  await rename(join(folder, `${name}.tmp`), join(folder, name));
  return { name, sha256 };
}

/** The SHA-256 of every file below a folder; hidden ones and reasons of refusal are Navette's own. */
export async function hashFiles(folder: string): Promise<{ name: string; sha256: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.map(async (entry) => {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      return { name: basename(entry.name), sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}
