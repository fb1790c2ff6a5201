/** The hot folders at work, kept as the configuration says while it changes. */
import { stat } from 'node:fs/promises';
import {
  type Configuration,
  configurationFile,
  type HotFolder,
  readConfiguration,
} from './home/configuration.ts';
import { createHotFolder, type HotFolderOptions, type WorkingFolder } from './hot-folder.ts';
import { createIgnore, usualIgnoredNames } from './ignore.ts';
import { countRefusedFiles } from './refused-files.ts';
import { sentencesOf } from './sentences.ts';
import type { FolderState } from './state.ts';

export interface WorkingFolders {
  list(): readonly WorkingFolder[];
  /** What each folder is, and has to do now. */
  states(): (HotFolder & FolderState)[];
  /** Counts again what lies in the Refusés folders. */
  countRefused(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkingFoldersOptions
  extends Omit<HotFolderOptions, 'hotFolder' | 'isIgnored' | 'lastFileAt'> {
  readonly home: string;
  /** When each folder last sent a file, by its id. */
  readonly lastFiles: ReadonlyMap<string, string>;
  readonly configurationEveryMs: number;
}

/** Starts the hot folders of a configuration. Resolves when all are watched and scanned. */
export async function startFolders(
  configuration: Configuration,
  options: WorkingFoldersOptions,
): Promise<WorkingFolders> {
  const folders = new Map<string, { folder: WorkingFolder; settings: string }>();
  const refused = new Map<string, number>();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let readAt = await changeTime();

  async function follow(next: Configuration): Promise<void> {
    const isIgnored = createIgnore(next.ignoredNames ?? usualIgnoredNames);
    const wanted = new Map(
      next.hotFolders.map((each) => [each.id, JSON.stringify([each, next.ignoredNames])] as const),
    );
    for (const [id, { folder, settings }] of folders) {
      if (wanted.get(id) === settings) continue;
      folders.delete(id);
      await folder.close();
    }
    const starting = next.hotFolders.flatMap((hotFolder) => {
      if (folders.has(hotFolder.id)) return [];
      const lastFileAt = options.lastFiles.get(hotFolder.id) ?? null;
      const folder = createHotFolder({ ...options, hotFolder, isIgnored, lastFileAt });
      folders.set(hotFolder.id, { folder, settings: wanted.get(hotFolder.id) ?? '' });
      return [folder.start()];
    });
    await Promise.all(starting);
    await countRefused();
    options.onChange();
  }

  async function countRefused(): Promise<void> {
    for (const { folder } of folders.values()) {
      refused.set(folder.hotFolder.id, await countRefusedFiles(folder.hotFolder));
    }
  }

  async function changeTime(): Promise<bigint> {
    const stats = await stat(configurationFile(options.home), { bigint: true }).catch(() => null);
    return stats?.mtimeNs ?? 0n;
  }

  /** A configuration that cannot be read for a moment changes nothing. */
  async function followChanges(): Promise<void> {
    const changedAt = await changeTime();
    if (changedAt !== readAt) {
      const next = await readConfiguration(options.home).catch(() => null);
      if (next !== null && !isClosed) {
        readAt = changedAt;
        await follow(next);
      }
    }
    planFollow();
  }

  function planFollow(): void {
    if (isClosed) return;
    timer = setTimeout(() => void followChanges(), options.configurationEveryMs);
  }

  await follow(configuration);
  planFollow();
  return {
    list: () => [...folders.values()].map(({ folder }) => folder),
    states: () =>
      [...folders.values()].map(({ folder }) => {
        const { waiting, archiving, refusedHere, lastFileAt, problems } = folder.count();
        const { hotFolder } = folder;
        return {
          ...hotFolder,
          waiting,
          archiving,
          refused: refusedHere + (refused.get(hotFolder.id) ?? 0),
          lastFileAt,
          problems: problems.map((error) => ({ code: error.code, ...sentencesOf(error) })),
        };
      }),
    countRefused,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([...folders.values()].map(({ folder }) => folder.close()));
    },
  };
}
