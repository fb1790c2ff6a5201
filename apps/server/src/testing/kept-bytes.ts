import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inFirm } from '../database/tenancy.ts';
import type { TestFirm } from './test-firm.ts';
import type { TestPlatform } from './test-platform.ts';

export interface KeptBytes {
  readonly documents: number;
  readonly blobs: number;
  readonly uploads: number;
  /** Of the firm's store. */
  readonly files: number;
  /** Half-written. */
  readonly staging: string[];
}

/** Everything that an upload to a firm may leave behind. */
export async function keptOf(platform: TestPlatform, firm: TestFirm): Promise<KeptBytes> {
  const count = (table: 'documents' | 'blobs' | 'uploads') =>
    inFirm(platform.database.app, firm.id, async (trx) => {
      const row = await trx
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    });
  const list = (...names: string[]) => listFiles(join(platform.settings.dataDir, ...names));
  return {
    documents: await count('documents'),
    blobs: await count('blobs'),
    uploads: await count('uploads'),
    files: (await list('blobs', firm.id)).length,
    staging: [...(await list('blobs', 'staging')), ...(await list('uploads', firm.id))],
  };
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
