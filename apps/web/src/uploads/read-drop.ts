import { isLeftBehind, subPathOf } from './sub-path.ts';

/** What was dropped or chosen, its folders walked. */
export interface DroppedFiles {
  readonly files: readonly DroppedFile[];
  /** Files of the system and unfinished ones: nobody means to send those. */
  readonly ignored: number;
  /** Names of files and folders that the computer would not let the page read. */
  readonly unreadable: readonly string[];
}

export interface DroppedFile {
  readonly file: File;
  /** The folders above it, below the place of the drop: `2026/11`. */
  readonly subPath: string | undefined;
}

/** As much of a dropped entry as is read here. */
export interface DroppedEntry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  /** `/Factures/2026/a.pdf` */
  readonly fullPath: string;
  readonly file?: FileSystemFileEntry['file'];
  readonly createReader?: FileSystemDirectoryEntry['createReader'];
}

/**
 * Reads a drop, whole folders too. Call it in the drop event itself: the browser empties the transfer right after.
 * @throws nothing; what cannot be read is in `unreadable`
 */
export function readDrop(transfer: DataTransfer): Promise<DroppedFiles> {
  const entries: DroppedEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) files.push(file);
  }
  return walkEntries(entries, files);
}

/** Reads what was chosen with the computer's picker, of files or of a folder. */
export function readChosen(files: Iterable<File>): DroppedFiles {
  const found: DroppedFile[] = [];
  let ignored = 0;
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    if (isLeftBehind(path)) ignored++;
    else found.push({ file, subPath: subPathOf(path) });
  }
  return { files: found, ignored, unreadable: [] };
}

/** Walks dropped entries, folder by folder, in the order of the drop. @param files dropped without an entry, as some programs do */
export async function walkEntries(
  entries: readonly DroppedEntry[],
  files: readonly File[] = [],
): Promise<DroppedFiles> {
  const alone = readChosen(files);
  const found: DroppedFile[] = [...alone.files];
  const unreadable: string[] = [];
  let { ignored } = alone;
  const walk = async (entry: DroppedEntry): Promise<void> => {
    try {
      if (entry.isDirectory) {
        for await (const child of childrenOf(entry)) await walk(child);
      } else if (isLeftBehind(entry.fullPath)) ignored++;
      else found.push({ file: await fileOf(entry), subPath: subPathOf(entry.fullPath) });
    } catch {
      unreadable.push(entry.name);
    }
  };
  for (const entry of entries) await walk(entry);
  return { files: found, ignored, unreadable };
}

function fileOf(entry: DroppedEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file?.(resolve, reject));
}

/** A reader gives a hundred at a time, and none at the end. */
async function* childrenOf(entry: DroppedEntry): AsyncGenerator<DroppedEntry> {
  const reader = entry.createReader?.();
  if (!reader) return;
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    yield* batch;
  }
}
