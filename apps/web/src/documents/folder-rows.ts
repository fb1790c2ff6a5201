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

export type TreeMove = { readonly focus: string } | { readonly toggle: string } | { readonly open: string };

/** What a key does in the tree, by the usual pattern of trees. @returns `null` when the key is not for the tree */
export function treeMove(rows: readonly FolderRow[], focusedId: string, key: string): TreeMove | null {
  const index = rows.findIndex(({ folder }) => folder.id === focusedId);
  const row = rows[index];
  if (!row) return null;
  const focus = (target: FolderRow | undefined): TreeMove => ({ focus: (target ?? row).folder.id });
  switch (key) {
    case 'ArrowDown':
      return focus(rows[index + 1]);
    case 'ArrowUp':
      return focus(rows[index - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (!row.hasChildren) return focus(row);
      return row.isExpanded ? focus(rows[index + 1]) : { toggle: focusedId };
    case 'ArrowLeft':
      if (row.isExpanded) return { toggle: focusedId };
      return focus(rows.find(({ folder }) => folder.id === row.folder.parentId));
    case 'Enter':
    case ' ':
      return { open: focusedId };
    default:
      return key.length === 1 ? typeAhead(rows, index, key) : null;
  }
}

function typeAhead(rows: readonly FolderRow[], index: number, letter: string): TreeMove | null {
  const after = [...rows.slice(index + 1), ...rows.slice(0, index + 1)];
  const found = after.find(({ folder }) => folder.name.toLowerCase().startsWith(letter.toLowerCase()));
  return found ? { focus: found.folder.id } : null;
}
