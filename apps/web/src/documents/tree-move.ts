import { type FolderRow, plain } from './folder-rows.ts';

export type TreeMove =
  | { readonly focus: string }
  | { readonly toggle: readonly string[] }
  | { readonly open: string }
  | { readonly rename: string }
  | { readonly bin: string }
  | { readonly menu: string };

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
      return row.isExpanded ? focus(rows[index + 1]) : { toggle: [focusedId] };
    case 'ArrowLeft':
      if (row.isExpanded) return { toggle: [focusedId] };
      return focus(rows.find(({ folder }) => folder.id === row.folder.parentId));
    case '*':
      return { toggle: closedSiblings(rows, row) };
    case 'Enter':
    case ' ':
      return { open: focusedId };
    case 'F2':
      return { rename: focusedId };
    case 'Delete':
      return { bin: focusedId };
    case 'ContextMenu':
      return { menu: focusedId };
    default:
      return null;
  }
}

function closedSiblings(rows: readonly FolderRow[], { folder: { parentId } }: FolderRow): string[] {
  return rows
    .filter(
      ({ folder, hasChildren, isExpanded }) => folder.parentId === parentId && hasChildren && !isExpanded,
    )
    .map(({ folder }) => folder.id);
}

/**
 * Jumps to a name by its first letters, round the end. One letter goes on to the next such name; more letters may stay on the row.
 * @returns the folder's id, or `null` when no name begins so
 */
export function typeAhead(rows: readonly FolderRow[], focusedId: string, typed: string): string | null {
  const letters = plain(typed);
  if (letters === '') return null;
  const index = rows.findIndex(({ folder }) => folder.id === focusedId);
  const start = letters.length === 1 ? index + 1 : Math.max(0, index);
  const inTurn = [...rows.slice(start), ...rows.slice(0, start)];
  return inTurn.find(({ folder }) => plain(folder.name).startsWith(letters))?.folder.id ?? null;
}

/** @returns where the focus goes when a folder leaves the tree with everything below: to what follows it, else to what is above. */
export function rowAfter(rows: readonly FolderRow[], id: string): string | undefined {
  const index = rows.findIndex(({ folder }) => folder.id === id);
  const row = rows[index];
  if (!row) return undefined;
  const next = rows.slice(index + 1).find(({ level }) => level <= row.level);
  return (next ?? rows[index - 1])?.folder.id;
}
