import type { Document, Folder } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { SelectionBar } from '../table/selection-bar.tsx';
import type { ListedRows } from '../table/use-pages.ts';
import { showRow } from '../table/use-seen-rows.ts';
import { type RowSelection, useSelection } from '../table/use-selection.ts';
import { BulkGestures } from './bulk-gestures.tsx';
import { chosenBy } from './chosen-documents.ts';
import { useClientGestures } from './client-gestures.ts';
import type { MenuPlace } from './context-menu.tsx';
import { DocumentMenu } from './document-menu.tsx';
import styles from './document-pane.module.css';
import { DocumentTable } from './document-table.tsx';
import { counted } from './gesture-tools.ts';
import type { Chosen } from './move-and-bin.ts';
import { RowSkeletons } from './row-skeletons.tsx';
import { useRowDrag } from './use-row-drag.ts';
import { useRowGestures } from './use-row-gestures.ts';

interface DocumentListProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly folder: Folder | undefined;
  readonly documents: ListedRows<Document>;
  readonly onListed: (ids: readonly string[]) => void;
  /** Told the document of which a dropped file would be the new version. */
  readonly onVersionOf: (document: Document | null) => void;
}

const route = '/cabinets/$firm/dossiers/$client';

/** The rows with their ticks, menu, keys and drags, and the bar of what is ticked. */
export function DocumentList({ ref, folder, documents, onListed, onVersionOf }: DocumentListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { firm } = useParams({ from: route });
  const {
    document: openId,
    recherche = '',
    nonTransmis = false,
    tri = '-received',
  } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const { documents: actions } = useClientGestures();
  const { rows, total, isStale, hasMore } = documents;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const filter = useMemo(
    () => ({ firm, folder: folder?.id ?? '', search: recherche, withUndelivered: nonTransmis }),
    [firm, folder?.id, recherche, nonTransmis],
  );
  const selection = useSelection({ rows: ids, total, filter, place: filter.folder });
  const selected = useMemo(() => chosenBy(selection), [selection]);
  useUntickGone(selection, ids);
  const [renamingId, setRenamingId] = useState<string>();
  const [menu, setMenu] = useState<{ document: Document; selected: Chosen | null; place: MenuPlace } | null>(
    null,
  );
  useEffect(() => onListed(ids), [onListed, ids]);
  // Another document opened from elsewhere (the drawer's arrows, a link) comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another one is opened, not when rows come
  useEffect(() => {
    if (openId && ref.current) showRow(ref.current, ids.indexOf(openId));
  }, [openId]);

  const show = useCallback(
    (id: string, onglet?: 'apercu' | 'historique') =>
      void navigate({
        resetScroll: false,
        replace: openId !== undefined,
        search: (search) => ({ ...search, document: id, ...(onglet ? { onglet } : {}) }),
      }),
    [navigate, openId],
  );
  const about = { list: ref, rows, folder, selected, isSelected: selection.isSelected };
  const gestures = useRowGestures({
    ...about,
    openId,
    onShow: show,
    onRename: setRenamingId,
    onMenu: setMenu,
  });
  const drag = useRowDrag(about, onVersionOf);
  const { focusRow } = gestures;
  const endRenaming = useCallback(
    (document: Document, name: string | null) => {
      setRenamingId(undefined);
      focusRow(document.id);
      if (name !== null) void actions.rename(document, name);
    },
    [actions, focusRow],
  );
  return (
    <>
      <div ref={ref} className={styles.list} data-stale={isStale} {...gestures.handlers} {...drag}>
        <DocumentTable
          rows={rows}
          total={total}
          isLoading={folder === undefined || documents.isLoading}
          openId={openId}
          renamingId={renamingId}
          sort={tri}
          selection={selection}
          onSort={(sort) =>
            void navigate({
              replace: true,
              search: ({ tri: _t, ...others }) => (sort === '-received' ? others : { ...others, tri: sort }),
            })
          }
          onRenamed={endRenaming}
          after={hasMore && <RowSkeletons />}
        />
      </div>
      {selected && (
        <SelectionBar
          selection={selection}
          total={total}
          say={(count) => t('documents.selected', counted({ format }, count))}
        >
          <BulkGestures documents={selected} folderId={filter.folder} />
        </SelectionBar>
      )}
      <DocumentMenu
        about={menu}
        place={menu?.place ?? null}
        onClose={() => setMenu(null)}
        onShow={show}
        onRename={setRenamingId}
      />
    </>
  );
}

/** What a gesture moved away or threw away is no longer ticked; what it left is. */
function useUntickGone(selection: RowSelection, ids: readonly string[]): void {
  const { pending } = useClientGestures();
  const before = useRef(pending);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a gesture has ended, not whenever rows come and go
  useEffect(() => {
    const ended = before.current;
    before.current = pending;
    if (pending.size > 0 || ended.size === 0) return;
    const left = new Set(ids);
    const gone = [...ended].filter((id) => !left.has(id) && selection.isSelected(id));
    if (gone.length === 0) return;
    if (selection.isAll) selection.clear();
    else for (const id of gone) selection.toggle(id);
  }, [pending]);
}
