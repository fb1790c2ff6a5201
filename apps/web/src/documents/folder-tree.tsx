import { Skeleton } from '@mantine/core';
import type { Folder } from '@navette/api';
import {
  IconAlertTriangleFilled,
  IconChevronDown,
  IconChevronRight,
  IconFolder,
  IconFolderOpen,
} from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { type FolderRow, folderRows, pathTo, treeMove } from './folder-rows.ts';
import styles from './folder-tree.module.css';
import { useExpandedFolders } from './use-expanded-folders.ts';

interface FolderTreeProps {
  readonly client: string;
  readonly folders: readonly Folder[] | undefined;
  readonly selectedId: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** The tree of a client: counts, the orange triangle where something waits below, and the arrows of any tree. */
export function FolderTree({ client, folders, selectedId, onSelect }: FolderTreeProps) {
  const { t } = useTranslation();
  const { expanded, toggle, open } = useExpandedFolders(client);
  const rows = useMemo(() => folderRows(folders ?? [], expanded), [folders, expanded]);
  const [focusedId, setFocusedId] = useState(selectedId);
  const list = useRef<HTMLDivElement>(null);
  const isKnown = folders?.some(({ id }) => id === selectedId) ?? false;
  // The way to the selected folder opens when another one is selected, not each time the counts change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!folders || !isKnown) return;
    open(
      pathTo(folders, selectedId)
        .slice(0, -1)
        .map(({ id }) => id),
    );
    setFocusedId(selectedId);
  }, [selectedId, isKnown]);

  if (!folders) return <TreeSkeleton />;
  const tabStop = rows.some(({ folder }) => folder.id === focusedId) ? focusedId : rows[0]?.folder.id;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !tabStop) return;
    const move = treeMove(rows, tabStop, event.key);
    if (!move) return;
    event.preventDefault();
    if ('toggle' in move) return toggle(move.toggle);
    if ('open' in move) return onSelect(move.open);
    setFocusedId(move.focus);
    list.current?.querySelector<HTMLElement>(`[data-folder="${move.focus}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      className={styles.tree}
      role="tree"
      aria-label={t('documents.tree')}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <TreeLine
          key={row.folder.id}
          row={row}
          isSelected={row.folder.id === selectedId}
          isTabStop={row.folder.id === tabStop}
          onSelect={onSelect}
          onToggle={toggle}
        />
      ))}
    </div>
  );
}

interface TreeLineProps {
  readonly row: FolderRow;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onSelect: (id: string) => void;
  readonly onToggle: (id: string) => void;
}

function TreeLine({ row, isSelected, isTabStop, onSelect, onToggle }: TreeLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { folder, level, hasChildren, isExpanded } = row;
  const Icon = isExpanded || isSelected ? IconFolderOpen : IconFolder;
  const Chevron = isExpanded ? IconChevronDown : IconChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the tree as a whole
    <div
      role="treeitem"
      className={styles.line}
      data-folder={folder.id}
      aria-level={level}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? isExpanded : undefined}
      tabIndex={isTabStop ? 0 : -1}
      style={{ paddingLeft: 6 + (level - 1) * 18 }}
      onClick={() => onSelect(folder.id)}
      onDoubleClick={() => hasChildren && onToggle(folder.id)}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a target for the mouse only; the arrows do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a target for the mouse only; the arrows do the same */}
      <span
        className={styles.chevron}
        onClick={(event) => {
          if (!hasChildren) return;
          event.stopPropagation();
          onToggle(folder.id);
        }}
      >
        {hasChildren && <Chevron size={14} aria-hidden />}
      </span>
      <Icon size={16} className={styles.icon} aria-hidden />
      <span className="cut" title={folder.name}>
        {folder.name}
      </span>
      {folder.undelivered > 0 && (
        <span
          className={styles.triangle}
          role="img"
          title={t('documents.treeUndelivered', { count: folder.undelivered })}
          aria-label={t('documents.treeUndelivered', { count: folder.undelivered })}
        >
          <IconAlertTriangleFilled size={14} aria-hidden />
        </span>
      )}
      <span className={styles.count}>{folder.documents > 0 && format.number(folder.documents)}</span>
    </div>
  );
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
