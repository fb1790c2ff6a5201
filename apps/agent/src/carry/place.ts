/** Where a hot folder stands on this computer, and what its files need on their way. */
import type { Agent as HttpAgent } from 'node:http';
import { dirname, join, sep } from 'node:path';
import type { HotFolder } from '../home/configuration.ts';
import type { Journal } from '../journal/journal.ts';
import type { Gate } from '../send/gate.ts';
import type { ArchiveNames } from './archive-name.ts';

export interface Place {
  readonly hotFolder: HotFolder;
  /** The deposit directory, absolute, without symbolic links. */
  readonly root: string;
  readonly hasStableInodes: boolean;
}

/** What all hot folders share. */
export interface Carrier {
  readonly journal: Journal;
  readonly gate: Gate;
  readonly archiveNames: ArchiveNames;
  /** Ids of the drops that an upload or an archiving has in hand now. */
  readonly inHand: Set<string>;
  readonly connections: HttpAgent;
  readonly server: { readonly url: string; readonly firmId: string; readonly token: string };
  readonly stallMs: number;
  readonly language: 'fr' | 'en';
  /** Nothing new begins. */
  readonly stopping: AbortSignal;
  /** What is under way breaks off; the journal brings it back at the next start. */
  readonly signal: AbortSignal;
  readonly newId: () => string;
  readonly clock: () => Date;
  /** The firm's limit, once the platform has told it. */
  maxFileBytes(): number | null;
  tell(news: News): void;
}

/** What happened to a file, for the terminal and the state that `status` shows. */
export type News =
  | {
      readonly event: 'received';
      readonly path: string;
      readonly documentId: string;
      readonly sha256: string;
      readonly replayed: boolean;
    }
  | { readonly event: 'archived'; readonly path: string; readonly target: string }
  | { readonly event: 'removed'; readonly path: string }
  | {
      readonly event: 'refused';
      readonly path: string;
      readonly code: string;
      readonly fr: string;
      readonly en: string;
    }
  | {
      readonly event: 'failed';
      readonly path: string;
      readonly code: string;
      readonly fr: string;
      readonly en: string;
    };

/** Where refused files of a hot folder go; `null` when they stay, for want of an archive to put it beside. */
export function refusedDirOf(hotFolder: Pick<HotFolder, 'archiveDir'>): string | null {
  return hotFolder.archiveDir === null ? null : join(dirname(hotFolder.archiveDir), 'Refusés');
}

/** Whether a path lies in a directory. */
export function isBelow(path: string, directory: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
