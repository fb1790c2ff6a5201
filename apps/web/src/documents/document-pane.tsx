import type { Document, Folder } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useSeenRows, useStillRows } from '../table/use-seen-rows.ts';
import { readDrop } from '../uploads/read-drop.ts';
import { useClientGestures } from './client-gestures.ts';
import { DocumentList } from './document-list.tsx';
import styles from './document-pane.module.css';
import { DropZone } from './drop-zone.tsx';
import { EmptyFolder } from './empty-folder.tsx';
import { FolderBar } from './folder-bar.tsx';
import { sayPath } from './folder-rows.ts';
import { useDocuments } from './use-documents.ts';
import { useDropTarget } from './use-drop-target.ts';

interface DocumentPaneProps {
  readonly folders: readonly Folder[] | undefined;
  readonly folder: Folder | undefined;
  readonly onChooseFolder: () => void;
  readonly onShowFolder: (id: string) => void;
  /** Told the documents of the list, for what goes from one to the next. */
  readonly onListed: (ids: readonly string[]) => void;
}

const route = '/cabinets/$firm/dossiers/$client';

/** The documents of a folder; files may be dropped anywhere on it. */
export function DocumentPane({ folders, folder, onChooseFolder, onShowFolder, onListed }: DocumentPaneProps) {
  const { t } = useTranslation();
  const { firm } = useParams({ from: route });
  const { recherche = '', nonTransmis = false, tri = '-received' } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const { canReceive, uploads } = useClientGestures();
  const list = useRef<HTMLDivElement>(null);
  const place = `${folder?.id}|${tri}|${recherche}|${nonTransmis}`;
  const nearEnd = useRef(() => {});
  const seen = useSeenRows(list, place, nearEnd);
  const filter = { search: recherche, withUndelivered: nonTransmis, sort: tri };
  const documents = useDocuments(firm, folder?.id, filter, seen);
  const { rows, total, hasMore, showMore } = documents;
  const { above, showAbove } = useStillRows(list, rows, place);
  const drop = useFileDrop(folder);
  const [versionOf, setVersionOf] = useState<Document | null>(null);
  nearEnd.current = () => hasMore && showMore();

  const isLoading = folder === undefined || documents.isLoading;
  const isFiltered = recherche !== '' || nonTransmis;
  const isEmpty = !isLoading && rows.length === 0;
  const choose = (pick: 'files' | 'folder') => folder && uploads.chooseFor(folder.id, pick);
  return (
    <section className={styles.section} aria-label={t('documents.documents')} {...drop.handlers}>
      <FolderBar
        folders={folders}
        folder={folder}
        found={isFiltered ? total : null}
        search={recherche}
        isUndeliveredOnly={nonTransmis}
        onFilter={(filter) =>
          void navigate({
            replace: true,
            search: ({ recherche: _r, nonTransmis: _n, ...others }) => ({ ...others, ...filter }),
          })
        }
        onChooseFolder={onChooseFolder}
        onShowFolder={onShowFolder}
      />
      <div className={styles.scroll}>
        {above > 0 && tri === '-received' && (
          <button type="button" className={styles.fresh} onClick={showAbove}>
            {t('documents.fresh', { count: above })}
          </button>
        )}
        {documents.error && rows.length === 0 ? (
          <div className={styles.problem}>
            <ProblemNote error={documents.error} onRetry={documents.retry} />
          </div>
        ) : isEmpty && folders && folder ? (
          <EmptyFolder
            folders={folders}
            folder={folder}
            isFiltered={isFiltered}
            onShowAll={() => void navigate({ replace: true, search: { repertoire: folder.id } })}
            onShowFolder={onShowFolder}
          />
        ) : (
          <DocumentList
            ref={list}
            folder={folder}
            documents={documents}
            onListed={onListed}
            onVersionOf={setVersionOf}
          />
        )}
        {folder && !hasMore && !isLoading && canReceive && <DropZone folder={folder} onChoose={choose} />}
      </div>
      {drop.over === 'files' && folder && (
        <div className={styles.over} aria-hidden>
          <span>
            {versionOf
              ? t('documents.zone.version', { name: versionOf.name })
              : t('documents.zone.over', { folder: sayPath(folder.path) })}
          </span>
        </div>
      )}
    </section>
  );
}

/** Files from the desktop go to the folder that is shown. */
function useFileDrop(folder: Folder | undefined) {
  const { canReceive, uploads } = useClientGestures();
  return useDropTarget({
    takes: () => false,
    takesFiles: canReceive && folder !== undefined,
    onDropped: () => undefined,
    onFiles: (transfer) =>
      folder && void readDrop(transfer).then((dropped) => uploads.toFolder(folder.id, dropped)),
  });
}
