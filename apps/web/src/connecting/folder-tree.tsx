import { Skeleton } from '@mantine/core';
import { routes } from '@navette/api';
import { IconCalendar, IconChevronRight, IconFolder } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import { type Branch, type FolderRow, folderLines, treeGesture } from './folder-branches.ts';
import styles from './folder-tree.module.css';

interface FolderTreeProps {
  readonly installation: string;
  /** The path that is chosen, `''` while none is. */
  readonly chosen: string;
  readonly onChoose: (path: string) => void;
}

/** The folders that clients have, opened one by one; a click chooses, the arrows go and open, Enter chooses. */
export function FolderTree({ installation, chosen, onChoose }: FolderTreeProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const [focused, setFocused] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const { branches, root } = useBranches(installation, open);
  const rows = folderLines(branches, open);
  if (root?.error) return <ProblemNote error={root.error} onRetry={() => void root.refetch()} />;
  if (!root?.data) return <TreeSkeleton />;
  if (rows.length === 0) return <p className={styles.none}>{t('connecting.folder.treeEmpty')}</p>;
  const tabStop = [focused, chosen, rows[0]?.path].find((path) => rows.some((row) => row.path === path));
  const toggle = (path: string, isOpen: boolean) =>
    setOpen((before) => {
      const after = new Set(before);
      if (isOpen) after.add(path);
      else after.delete(path);
      return after;
    });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !tabStop) return;
    const gesture = treeGesture(rows, tabStop, event.key);
    if (!gesture) return;
    event.preventDefault();
    if ('toggle' in gesture) return toggle(gesture.toggle, gesture.isOpen);
    if ('choose' in gesture) return onChoose(gesture.choose);
    setFocused(gesture.focus);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(gesture.focus)}"]`)?.focus();
  };
  return (
    <div
      ref={tree}
      className={styles.tree}
      role="tree"
      aria-label={t('connecting.folder.tree')}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <TreeLine
          key={row.path}
          row={row}
          isChosen={row.path === chosen}
          isTabStop={row.path === tabStop}
          onToggle={toggle}
          onChoose={(path) => {
            setFocused(path);
            onChoose(path);
          }}
        />
      ))}
    </div>
  );
}

interface TreeLineProps {
  readonly row: FolderRow;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly onToggle: (path: string, isOpen: boolean) => void;
  readonly onChoose: (path: string) => void;
}

function TreeLine({ row, isChosen, isTabStop, onToggle, onChoose }: TreeLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { path, name, level, kind, clients, today, isOpen, isLeaf } = row;
  const Icon = kind === 'folder' ? IconFolder : IconCalendar;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={isChosen}
      aria-expanded={isLeaf ? undefined : isOpen}
      tabIndex={isTabStop ? 0 : -1}
      data-path={path}
      className={styles.line}
      style={{ paddingLeft: 6 + (level - 1) * 18 }}
      onClick={() => onChoose(path)}
    >
      <span
        className={styles.toggle}
        data-open={isOpen}
        data-leaf={isLeaf}
        onClick={(event) => {
          event.stopPropagation();
          onToggle(path, !isOpen);
        }}
        aria-hidden
      >
        <IconChevronRight size={14} />
      </span>
      <Icon size={16} aria-hidden />
      <span className={kind === 'folder' ? 'cut' : `${styles.variable} cut`}>{name}</span>
      {kind !== 'folder' && (
        <span className={styles.meaning}>
          {t(`connecting.folder.${kind}`)}
          {today !== null && `, ${t('connecting.folder.today', { value: today })}`}
        </span>
      )}
      {clients !== null && (
        <span className={styles.count}>
          {t('connecting.folder.has', { count: clients, replace: { count: format.number(clients) } })}
        </span>
      )}
    </div>
  );
}

/** What is known of the root and of each folder that was opened. */
function useBranches(installation: string, open: ReadonlySet<string>) {
  const firm = useFirmId();
  const paths = ['', ...open];
  const found = useQueries({
    queries: paths.map((path) => {
      const query = { typed: `${path}/` };
      return {
        queryKey: keys.rulePart(firm, installation, 'paths', { asked: query.typed }),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.call(routes.completePath, { params: { firm, installation }, query, signal }),
        staleTime: 60_000,
      };
    }),
  });
  const branches = new Map<string, Branch>();
  for (const [index, { data }] of found.entries()) {
    const path = paths[index];
    if (data && path !== undefined) branches.set(path, data);
  }
  return { branches, root: found[0] };
}

function TreeSkeleton() {
  return (
    <div className={styles.tree} aria-busy="true">
      {[120, 84, 140, 96].map((width) => (
        <div key={width} className={styles.line}>
          <Skeleton height={10} width={width} ml={28} radius="sm" />
        </div>
      ))}
    </div>
  );
}
