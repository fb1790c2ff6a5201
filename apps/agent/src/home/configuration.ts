/** What the agent was told: which server, which hot folders. One file of the home, `configuration.json`. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentTypes, NavetteError } from '@navette/model';
import { z } from 'zod';
import { isAbsence } from '../files/identity.ts';
import { writeDurably } from '../files/write-durably.ts';
import { acquireLock } from './lock.ts';

export const hotFolderSchema = z.object({
  id: z.uuid(),
  description: z.string(),
  depositDir: z.string(),
  archiveDir: z.string().nullable(),
  clientId: z.uuid(),
  clientName: z.string(),
  folderId: z.uuid(),
  /** `/Achats/2026/11`, to show. */
  folderPath: z.string(),
  documentType: z.enum(documentTypes).nullable(),
  /** Whether the sub-folders of the deposit are made again below the destination. */
  keepsSubFolders: z.boolean(),
});

const configurationSchema = z.object({
  server: z
    .object({
      url: z.url(),
      agentId: z.uuid(),
      firm: z.object({ id: z.uuid(), name: z.string() }),
      user: z.object({ name: z.string(), email: z.string() }),
      name: z.string(),
    })
    .nullable(),
  hotFolders: z.array(hotFolderSchema),
  /** Names that are never taken, instead of the usual ones; `*` stands for anything. */
  ignoredNames: z.array(z.string()).optional(),
});

export type HotFolder = z.infer<typeof hotFolderSchema>;
export type Configuration = z.infer<typeof configurationSchema>;
export type Server = NonNullable<Configuration['server']>;

const emptyConfiguration: Configuration = { server: null, hotFolders: [] };

export function configurationFile(home: string): string {
  return join(home, 'configuration.json');
}

/** The configuration of a home; an empty one when nothing was configured yet. */
export async function readConfiguration(home: string): Promise<Configuration> {
  const text = await readFile(configurationFile(home), 'utf8').catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  return text === null ? emptyConfiguration : configurationSchema.parse(JSON.parse(text));
}

/** Changes the configuration; two commands at the same time take turns. @returns the new one */
export async function changeConfiguration(
  home: string,
  change: (current: Configuration) => Configuration,
): Promise<Configuration> {
  const deadline = performance.now() + 10_000;
  let lock = await acquireLock(home, 'configuration');
  while (lock === null && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    lock = await acquireLock(home, 'configuration');
  }
  if (lock === null) throw new NavetteError('agent_running', { path: home });
  try {
    const changed = configurationSchema.parse(change(await readConfiguration(home)));
    await writeDurably(configurationFile(home), `${JSON.stringify(changed, null, 2)}\n`);
    return changed;
  } finally {
    await lock.release();
  }
}

export function newHotFolderId(): string {
  return randomUUID();
}

const tokenFile = (home: string) => join(home, 'token');

/** Keeps the agent's token, in a file that its user alone can read. */
export function saveToken(home: string, token: string): Promise<void> {
  return writeDurably(tokenFile(home), token);
}

/** @throws NavetteError `not_paired` */
export async function readToken(home: string): Promise<string> {
  try {
    return (await readFile(tokenFile(home), 'utf8')).trim();
  } catch (error) {
    if (isAbsence(error)) throw new NavetteError('not_paired', {}, error);
    throw error;
  }
}
