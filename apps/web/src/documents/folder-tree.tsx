import { Skeleton } from '@mantine/core';
import type { Folder } from '@navette/api';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from './client-gestures.ts';
import type { MenuPlace } from './context-menu.tsx';
import { FolderLine } from './folder-line.tsx';
import { FolderMenu } from './folder-menu.tsx';
import { canMoveInto, folderRows, pathTo } from './folder-rows.ts';
import styles from './folder-tree.module.css';
import { rowAfter, type TreeMove, treeMove, typeAhead } from './tree-move.ts';
import { useDropTarget } from './use-drop-target.ts';
import { useExpandedFolders } from './use-expanded-folders.ts';

interface FolderTreeProps {
  readonly folders: readonly Folder[] | undefined;
  readonly selectedId: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** The tree of a client: counts, the orange triangle where something waits below, and the gestures of any tree. */
export function FolderTree({ folders, selectedId, onSelect }: FolderTreeProps) {
  const { t } = useTranslation();
  const gestures = useClientGestures();
  const { expanded, toggle, open } = useExpandedFolders(gestures.client);
  const rows = useMemo(() => folderRows(folders ?? [], expanded), [folders, expanded]);
  const [focusedId, setFocusedId] = useState(selectedId);
  const [renamingId, setRenamingId] = useState<string>();
  const [menu, setMenu] = useState<{ folder: Folder; place: MenuPlace } | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const typed = useTypedLetters();
  const root = useRootDrop();
  useOpenWay(folders, selectedId, open, setFocusedId);

  if (!folders) return <TreeSkeleton />;
  const tabStop = rows.some(({ folder }) => folder.id === focusedId) ? focusedId : rows[0]?.folder.id;
  const lineOf = (id: string) => list.current?.querySelector<HTMLElement>(`[data-folder="${id}"]`);
  const focus = (id: string) => {
    setFocusedId(id);
    lineOf(id)?.focus();
  };
  const openMenu = (folder: Folder, place: MenuPlace) => {
    setFocusedId(folder.id);
    setMenu({ folder, place });
  };
  const bin = async (folder: Folder) => {
    const next = rowAfter(rows, folder.id);
    const isGone = await gestures.folder.bin(folder);
    if (isGone && next) requestAnimationFrame(() => focus(next));
  };
  const carryOut = (move: TreeMove) => {
    if ('toggle' in move) return toggle(...move.toggle);
    if ('open' in move) return onSelect(move.open);
    if ('focus' in move) return focus(move.focus);
    const id = 'rename' in move ? move.rename : 'bin' in move ? move.bin : move.menu;
    const folder = folders.find((each) => each.id === id);
    if (!folder) return;
    if ('menu' in move) {
      const box = lineOf(id)?.getBoundingClientRect();
      // A menu that is open already when the key goes on its way would take it for a key pressed elsewhere.
      if (box) requestAnimationFrame(() => openMenu(folder, { x: box.left + 24, y: box.bottom }));
    } else if (!gestures.canChange || !folder.canChange) return;
    else if ('rename' in move) setRenamingId(id);
    else void bin(folder);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !tabStop) return;
    const key = event.key === 'F10' && event.shiftKey ? 'ContextMenu' : event.key;
    const move = treeMove(rows, tabStop, key);
    const jump = !move && key.length === 1 ? typeAhead(rows, tabStop, typed(key)) : null;
    if (!move && !jump) return;
    event.preventDefault();
    if (move) carryOut(move);
    else if (jump) focus(jump);
  };
  const endRenaming = (folder: Folder, name: string | null) => {
    setRenamingId(undefined);
    if (name !== null) void gestures.folder.rename(folder, name);
    requestAnimationFrame(() => lineOf(folder.id)?.focus());
  };
  return (
    <>
      <div
        ref={list}
        className={styles.tree}
        role="tree"
        aria-label={t('documents.tree')}
        data-over={root.over ?? undefined}
        onKeyDown={onKeyDown}
        {...root.handlers}
      >
        {rows.map((row) => (
          <FolderLine
            key={row.folder.id}
            row={row}
            isSelected={row.folder.id === selectedId}
            isTabStop={row.folder.id === tabStop}
            isRenaming={row.folder.id === renamingId}
            onSelect={onSelect}
            onToggle={toggle}
            onRenamed={(name) => endRenaming(row.folder, name)}
            onMenu={(place) => openMenu(row.folder, place)}
          />
        ))}
      </div>
      {/* Beside the tree: its keys would take those of the menu. */}
      <FolderMenu
        folder={menu?.folder ?? null}
        place={menu?.place ?? null}
        onClose={() => setMenu(null)}
        onRename={setRenamingId}
      />
    </>
  );
}

/** Letters typed one after the other are one word, until one stops. */
function useTypedLetters(): (letter: string) => string {
  const typed = useRef({ text: '', atMs: 0 });
  return (letter) => {
    const atMs = performance.now();
    const text = atMs - typed.current.atMs < 700 ? typed.current.text + letter : letter;
    typed.current = { text, atMs };
    // The same letter again goes on to the next name.
    return [...text].every((each) => each === letter) ? letter : text;
  };
}

/** The way to the selected folder opens when another one is selected or it moves, not each time the counts change. */
function useOpenWay(
  folders: readonly Folder[] | undefined,
  selectedId: string | undefined,
  open: (ids: readonly string[]) => void,
  onSelected: (id: string | undefined) => void,
): void {
  const path = folders?.find(({ id }) => id === selectedId)?.path;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!folders || path === undefined) return;
    const above = pathTo(folders, selectedId).slice(0, -1);
    open(above.map(({ id }) => id));
    onSelected(selectedId);
  }, [selectedId, path]);
}

/** A folder dropped beside the others becomes a binder. */
function useRootDrop() {
  const { folders, canChange, folder } = useClientGestures();
  return useDropTarget({
    takes: (dragged) =>
      canChange && dragged.kind === 'folder' && canMoveInto(folders, dragged.folderId, null),
    takesFiles: false,
    onFiles: () => undefined,
    onDropped: (dragged) => {
      const moved = folders.find(({ id }) => id === dragged.folderId);
      if (moved) void folder.move(moved, null);
    },
  });
}

const skeletonWidths = [88, 62, 74, 96, 70, 58];

function TreeSkeleton() {
  return (
    <div className={styles.tree} aria-busy="true">
      {skeletonWidths.map((width) => (
        <div key={width} className={styles.line}>
          <Skeleton height={10} width={width} ml={24} radius="sm" />
        </div>
      ))}
    </div>
  );
}
