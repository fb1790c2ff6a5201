import { Modal, Skeleton } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { HistoryDrawer } from '../history/history-drawer.tsx';
import { useHistory } from '../history/use-history.ts';
import { ClientHeader } from './client-header.tsx';
import styles from './client-page.module.css';
import { DocumentPane } from './document-pane.tsx';
import { FolderForm } from './folder-form.tsx';
import { folderToShow } from './folder-rows.ts';
import { FolderTree } from './folder-tree.tsx';
import { useClient, useFolders } from './use-client.ts';

const route = '/cabinets/$firm/dossiers/$client';

/** One client: its tree, the documents of a folder, and the drawer of a document. The address holds which. */
export function ClientPage() {
  const { t } = useTranslation();
  const { firm, client: clientId } = useParams({ from: route });
  const { repertoire, document } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const client = useClient(firm, clientId);
  const folders = useFolders(firm, clientId);
  const [isNaming, setNaming] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const pick = useRef<() => void>(null);
  usePageTitle(client.data?.name);

  // A link to a document alone shows the folder in which it lies now.
  const opened = useHistory(firm, repertoire ? undefined : document);
  const folder = folders.data?.find(({ id }) => id === repertoire);
  const isPlaced = folder !== undefined || opened.isLoading;
  const fallbackId =
    folders.data && !isPlaced
      ? (opened.data?.document.folderId ?? folderToShow(folders.data)?.id)
      : undefined;
  useEffect(() => {
    if (fallbackId)
      void navigate({ replace: true, search: (search) => ({ ...search, repertoire: fallbackId }) });
  }, [fallbackId, navigate]);

  const show = (id: string) => {
    setChoosing(false);
    void navigate({ search: { repertoire: id } });
  };
  const failure = client.error ?? folders.error;
  if (failure && !(client.data && folders.data)) {
    const retry = () => void Promise.all([client.refetch(), folders.refetch()]);
    return (
      <div className={styles.problem}>
        <ProblemNote error={failure} onRetry={retry} />
      </div>
    );
  }
  const tree = (
    <FolderTree client={clientId} folders={folders.data} selectedId={folder?.id} onSelect={show} />
  );
  return (
    <>
      {client.data ? (
        <ClientHeader
          client={client.data}
          canDrop={folder !== undefined}
          onNewFolder={() => setNaming(true)}
          onDrop={() => pick.current?.()}
        />
      ) : (
        <HeaderSkeleton />
      )}
      <div className={styles.work} data-drawer={document !== undefined}>
        <aside className={styles.tree}>{tree}</aside>
        <DocumentPane
          folders={folders.data}
          folder={folder}
          pickRef={pick}
          onChooseFolder={() => setChoosing(true)}
          onShowFolder={show}
        />
        {document && <HistoryDrawer key={document} document={document} />}
      </div>
      <Modal
        opened={isChoosing}
        onClose={() => setChoosing(false)}
        title={t('documents.tree')}
        fullScreen
        padding={0}
        classNames={{ header: styles.sheetHead ?? '' }}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        {tree}
      </Modal>
      <FolderForm
        client={clientId}
        parent={folder}
        isOpen={isNaming}
        onClose={() => setNaming(false)}
        onCreated={show}
      />
    </>
  );
}

function HeaderSkeleton() {
  return (
    <div className={styles.headSkeleton} aria-busy="true">
      <Skeleton height={10} width={96} radius="sm" />
      <Skeleton height={18} width={240} mt={8} radius="sm" />
      <Skeleton height={12} width={380} mt={12} maw="80%" radius="sm" />
    </div>
  );
}
