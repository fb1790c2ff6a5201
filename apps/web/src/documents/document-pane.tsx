import type { FileWithPath } from '@mantine/dropzone';
import { Dropzone } from '@mantine/dropzone';
import type { Folder } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { MoreRows } from '../table/more-rows.tsx';
import { useDropFiles } from '../uploads/use-drop-files.ts';
import styles from './document-pane.module.css';
import { DocumentTable } from './document-table.tsx';
import { DropZone } from './drop-zone.tsx';
import { EmptyFolder } from './empty-folder.tsx';
import { FolderBar } from './folder-bar.tsx';
import { splitFresh } from './fresh-documents.ts';
import { useDocuments } from './use-documents.ts';

interface DocumentPaneProps {
  readonly folders: readonly Folder[] | undefined;
  readonly folder: Folder | undefined;
  /** Set to what opens the computer's file picker. */
  readonly pickRef: RefObject<(() => void) | null>;
  readonly onChooseFolder: () => void;
  readonly onShowFolder: (id: string) => void;
}

const route = '/cabinets/$firm/dossiers/$client';
/** Scrolled further than this, new rows wait to be asked for. */
const scrolledPx = 60;

/** The documents of a folder; files may be dropped anywhere on it. */
export function DocumentPane({ folders, folder, pickRef, onChooseFolder, onShowFolder }: DocumentPaneProps) {
  const { t } = useTranslation();
  const { firm } = useParams({ from: route });
  const { document, recherche = '', nonTransmis = false } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const dropFiles = useDropFiles();
  const scroll = useRef<HTMLDivElement>(null);
  const [since, setSince] = useState<string | null>(null);
  const { query, rows } = useDocuments(firm, folder?.id, { search: recherche, withUndelivered: nonTransmis });
  const { shown, fresh } = splitFresh(rows, since);
  const drop = (files: FileWithPath[]) => folder && dropFiles(folder.id, files);
  const onScroll = () => {
    const isDown = (scroll.current?.scrollTop ?? 0) > scrolledPx;
    setSince((before) => (isDown ? (before ?? rows[0]?.receivedAt ?? null) : null));
  };
  const isLoading = folder === undefined || query.isPending;
  const isFiltered = recherche !== '' || nonTransmis;
  return (
    <section className={styles.section} aria-label={t('documents.documents')}>
      <Dropzone
        className={styles.pane}
        classNames={{ inner: styles.inner ?? '' }}
        onDrop={drop}
        openRef={pickRef as RefObject<() => void>}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        disabled={folder === undefined}
      >
        <FolderBar
          folders={folders}
          folder={folder}
          search={recherche}
          isUndeliveredOnly={nonTransmis}
          onFilter={(filter) =>
            void navigate({
              replace: true,
              search: ({ recherche: _r, nonTransmis: _n, ...others }) => ({ ...others, ...filter }),
            })
          }
          onChooseFolder={onChooseFolder}
        />
        <div ref={scroll} className={styles.scroll} onScroll={onScroll}>
          {fresh > 0 && (
            <button
              type="button"
              className={styles.fresh}
              onClick={() => scroll.current?.scrollTo({ top: 0 })}
            >
              {t('documents.fresh', { count: fresh })}
            </button>
          )}
          {query.error && rows.length === 0 ? (
            <div className={styles.problem}>
              <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
            </div>
          ) : (
            <>
              {(isLoading || rows.length > 0) && (
                <DocumentTable
                  rows={shown}
                  isLoading={isLoading}
                  openId={document}
                  after={
                    query.hasNextPage && (
                      <MoreRows hasMore isLoading={query.isFetchingNextPage} onMore={query.fetchNextPage} />
                    )
                  }
                />
              )}
              {!isLoading && rows.length === 0 && folders && (
                <EmptyFolder
                  folders={folders}
                  folder={folder}
                  isFiltered={isFiltered}
                  onShowAll={() => void navigate({ replace: true, search: { repertoire: folder.id } })}
                  onShowFolder={onShowFolder}
                />
              )}
            </>
          )}
          {folder && !query.hasNextPage && <DropZone folder={folder} onPick={() => pickRef.current?.()} />}
        </div>
        <div className={styles.over} aria-hidden>
          {folder && t('documents.zone.over', { folder: folder.path.slice(1).replaceAll('/', ' / ') })}
        </div>
      </Dropzone>
    </section>
  );
}
