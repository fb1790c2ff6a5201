import {
  joinPath,
  parsePattern,
  pathKey,
  periodAt,
  renderPattern,
  safeName,
  splitPath,
} from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

interface NewFolder {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly path: string;
}

/**
 * Gives a client that was just created the folders of the firm's template, for the present period: one statement, since nothing
 * else can be in its tree yet and an import creates thousands.
 */
export async function createTree(
  platform: Pick<Platform, 'newId'>,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  at: Date,
): Promise<void> {
  const firm = await trx
    .selectFrom('firms')
    .select(['folder_template as template', 'time_zone as timeZone'])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
  const period = periodAt(at, firm.timeZone);
  const folders = new Map<string, NewFolder>();
  for (const template of firm.template) {
    const names = splitPath(renderPattern(parsePattern(template), period)).map(safeName);
    let parentId: string | null = null;
    for (const [depth, name] of names.entries()) {
      const path = joinPath(names.slice(0, depth + 1));
      const folder: NewFolder = folders.get(pathKey(path)) ?? { id: platform.newId(), parentId, name, path };
      folders.set(pathKey(path), folder);
      parentId = folder.id;
    }
  }
  if (folders.size === 0) return;
  await trx
    .insertInto('folders')
    .values(
      [...folders].map(([path_key, { id, parentId, name, path }]) => ({
        ...{ firm_id: firmId, id, client_id: clientId, parent_id: parentId, name, path, path_key },
        created_at: at.toISOString(),
      })),
    )
    .execute();
}
