import type { routes } from '@navette/api';
import type { z } from 'zod';

/** What the server says may follow a folder. */
export type Branch = z.infer<(typeof routes.completePath)['answer']>;

/** A line of the tree of folders that clients have. */
export interface FolderRow {
  readonly path: string;
  readonly name: string;
  readonly level: number;
  readonly kind: 'folder' | 'year' | 'month';
  /** Clients that have it; `null` where that is not known. */
  readonly clients: number | null;
  /** What the variable stands for today. */
  readonly today: string | null;
  readonly isOpen: boolean;
  /** Known once it was opened. */
  readonly isLeaf: boolean;
}

const year = /^(19|20)\d\d$/;
const month = /^(0[1-9]|1[0-2])$/;

/**
 * The lines of the tree, parents before children. Where clients have a folder for each year (and, in it, for each month), the
 * variable stands before them: it is what one mostly wants.
 * @param branches what is known of each folder that was opened, by its path, `''` for the root
 */
export function folderLines(
  branches: ReadonlyMap<string, Branch>,
  open: ReadonlySet<string>,
  above = '',
  level = 1,
): FolderRow[] {
  const branch = branches.get(above);
  if (!branch) return [];
  return [...variablesOf(branch, above), ...branch.folders].flatMap((entry) => {
    const path = `${above}/${entry.name}`;
    const isOpen = open.has(path);
    const below = branches.get(path);
    const row: FolderRow = {
      path,
      name: entry.name,
      level,
      kind: 'kind' in entry ? entry.kind : 'folder',
      clients: entry.clients,
      today: 'today' in entry ? entry.today : null,
      isOpen,
      isLeaf: below !== undefined && below.folders.length === 0,
    };
    return [row, ...(isOpen ? folderLines(branches, open, path, level + 1) : [])];
  });
}

interface VariableEntry {
  readonly name: string;
  readonly kind: 'year' | 'month';
  readonly clients: number | null;
  readonly today: string | null;
}

function variablesOf({ folders, variables }: Branch, above: string): VariableEntry[] {
  const offer = (name: string, kind: 'year' | 'month'): VariableEntry[] => {
    const variable = variables.find((each) => each.name === name);
    if (!variable) return [];
    const clients = folders.find((folder) => folder.name === variable.today)?.clients ?? null;
    return [{ name, kind, clients, today: variable.today }];
  };
  if (folders.some(({ name }) => year.test(name)) && !above.includes('{millésime}'))
    return offer('{millésime}', 'year');
  // A month says nothing without its year.
  if (folders.some(({ name }) => month.test(name)) && above.includes('{millésime}'))
    return offer('{mois}', 'month');
  return [];
}

/** What a key does at a line of the tree. */
export type TreeGesture =
  | { readonly focus: string }
  | { readonly toggle: string; readonly isOpen: boolean }
  | { readonly choose: string };

/** @returns what a key does at a line, `null` when it is for something else. */
export function treeGesture(rows: readonly FolderRow[], at: string, key: string): TreeGesture | null {
  const index = rows.findIndex(({ path }) => path === at);
  const row = rows[index];
  if (!row) return null;
  const go = (to: FolderRow | undefined): TreeGesture | null => (to ? { focus: to.path } : null);
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (row.isLeaf) return null;
      return row.isOpen ? go(rows[index + 1]) : { toggle: row.path, isOpen: true };
    case 'ArrowLeft':
      if (row.isOpen) return { toggle: row.path, isOpen: false };
      return go(rows.slice(0, index).findLast(({ level }) => level < row.level));
    case 'Enter':
    case ' ':
      return { choose: row.path };
    default:
      return null;
  }
}
