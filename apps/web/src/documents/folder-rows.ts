import type { Folder } from '@navette/api';

/** A line of the tree as it is shown. */
export interface FolderRow {
  readonly folder: Folder;
  /** 1 for a binder. */
  readonly level: number;
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
}

type Counted = Pick<Folder, 'documents' | 'undelivered'>;

/** @returns the lines to show, parents before children, children of closed folders left out. */
export function folderRows(folders: readonly Folder[], expanded: ReadonlySet<string>): FolderRow[] {
  const byParent = Map.groupBy(folders, ({ parentId }) => parentId);
  const below = (parentId: string | null, level: number): FolderRow[] =>
    (byParent.get(parentId) ?? []).flatMap((folder) => {
      const hasChildren = byParent.has(folder.id);
      const isExpanded = hasChildren && expanded.has(folder.id);
      const row = { folder, level, hasChildren, isExpanded };
      return isExpanded ? [row, ...below(folder.id, level + 1)] : [row];
    });
  return below(null, 1);
}

/** @returns a folder and those above it, outermost first; empty when the id is unknown. */
export function pathTo(folders: readonly Folder[], id: string | undefined): Folder[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path: Folder[] = [];
  for (let folder = byId.get(id ?? ''); folder; folder = byId.get(folder.parentId ?? ''))
    path.unshift(folder);
  return path;
}

/** Folders count what is below them too: @returns what lies in the folder itself. */
export function ownCounts(folders: readonly Folder[], folder: Folder): Counted {
  const children = folders.filter(({ parentId }) => parentId === folder.id);
  const sum = (of: keyof Counted) => children.reduce((total, child) => total + child[of], 0);
  return {
    documents: Math.max(0, folder.documents - sum('documents')),
    undelivered: Math.max(0, folder.undelivered - sum('undelivered')),
  };
}

/** @returns the folder to show when the address names none: what waits for a person first, then where there is something. */
export function folderToShow(folders: readonly Folder[]): Folder | undefined {
  return (
    folders.find((folder) => ownCounts(folders, folder).undelivered > 0) ??
    folders.findLast((folder) => ownCounts(folders, folder).documents > 0) ??
    folders[0]
  );
}

/** Folders in which a folder may be put: not itself, nor below, nor where it lies already. */
export function canMoveInto(folders: readonly Folder[], moved: string, target: string | null): boolean {
  if (folders.find(({ id }) => id === moved)?.parentId === target) return false;
  return !pathTo(folders, target ?? undefined).some(({ id }) => id === moved);
}

/**
 * @returns the folders whose path holds every word, with those above them, so that the way there is seen. Accents and case do not
 * count. Everything without a word.
 */
export function searchFolders(folders: readonly Folder[], text: string): Folder[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...folders];
  const kept = new Set<string>();
  for (const folder of folders) {
    const path = plain(folder.path);
    // One whose own name says nothing of it is only on the way of those that do.
    const isNamed = words.some((word) => plain(folder.name).includes(word));
    if (!isNamed || !words.every((word) => path.includes(word))) continue;
    for (const { id } of pathTo(folders, folder.id)) kept.add(id);
  }
  return folders.filter(({ id }) => kept.has(id));
}

/** @returns `Achats / 2026 / 11` for `/Achats/2026/11`, as people read it. */
export function sayPath(path: string): string {
  return path.slice(1).replaceAll('/', ' / ');
}

/** Lower case, without accents: what is compared when a person searches. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
