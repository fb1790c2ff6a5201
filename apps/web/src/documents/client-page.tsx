import { Modal } from '@mantine/core';
import type { Folder } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { ClientTabs } from '../clients/client-tabs.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useRememberPlace } from '../frame/use-recent-places.ts';
import { DocumentDrawer } from '../history/document-drawer.tsx';
import { useHistory } from '../history/use-history.ts';
import { BinPane } from './bin-pane.tsx';
import { ClientGesturesProvider } from './client-gestures.tsx';
import { ClientHeader } from './client-header.tsx';
import { ClientHeaderSkeleton } from './client-header-skeleton.tsx';
import styles from './client-page.module.css';
import { DocumentPane } from './document-pane.tsx';
import { FolderForm } from './folder-form.tsx';
import { folderToShow } from './folder-rows.ts';
import { PageKeys } from './page-keys.tsx';
import { PeekBar } from './peek-bar.tsx';
import { TreePane } from './tree-pane.tsx';
import { useClient, useFolders } from './use-client.ts';

const route = '/cabinets/$firm/dossiers/$client';
const none: readonly Folder[] = [];

/** One client: its tree, the documents of a folder, and the drawer of a document. The address holds which. */
export function ClientPage() {
  const { t } = useTranslation();
  const { firm, client: clientId } = useParams({ from: route });
  const { document, corbeille = false } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const client = useClient(firm, clientId);
  const folders = useFolders(firm, clientId);
  const folder = useShownFolder(firm, folders.data);
  const [parent, setParent] = useState<Folder | null>();
  const [isChoosing, setChoosing] = useState(false);
  const [listed, setListed] = useState<readonly string[]>([]);
  usePageTitle(client.data?.name);
  useRememberPlace(
    client.data && { kind: 'client', id: client.data.id, name: client.data.name, code: client.data.code },
  );

  const show = (id: string) => {
    setChoosing(false);
    void navigate({ search: ({ tri }) => ({ repertoire: id, ...(tri ? { tri } : {}) }) });
  };
  const showBin = () => {
    setChoosing(false);
    void navigate({ search: { corbeille: true } });
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
    <TreePane
      folders={folders.data}
      selectedId={corbeille ? undefined : folder?.id}
      isBinShown={corbeille}
      onSelect={show}
      onBin={showBin}
      onNew={setParent}
    />
  );
  return (
    <ClientGesturesProvider
      firm={firm}
      client={clientId}
      isArchived={client.data ? client.data.archivedAt !== null : false}
      folders={folders.data ?? none}
    >
      {client.data ? (
        <ClientHeader
          client={client.data}
          folder={corbeille ? undefined : folder}
          onNewFolder={() => setParent(folder ?? null)}
        />
      ) : (
        <ClientHeaderSkeleton />
      )}
      {client.data && <ClientTabs client={client.data} />}
      <div className={styles.work} data-drawer={document !== undefined}>
        <aside className={styles.tree}>{tree}</aside>
        {corbeille ? (
          <BinPane onChooseFolder={() => setChoosing(true)} />
        ) : (
          <DocumentPane
            folders={folders.data}
            folder={folder}
            onChooseFolder={() => setChoosing(true)}
            onShowFolder={show}
            onListed={setListed}
          />
        )}
        {document && (
          <DocumentDrawer document={document} clientName={client.data?.name ?? ''} listed={listed} />
        )}
      </div>
      <PeekBar openId={document} />
      <PageKeys folder={corbeille ? undefined : folder} />
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
        parent={parent ?? undefined}
        isOpen={parent !== undefined}
        onClose={() => setParent(undefined)}
        onCreated={show}
      />
    </ClientGesturesProvider>
  );
}

/** The folder of the address. A link to a document alone shows the folder in which it lies now; a bare address one worth seeing. */
function useShownFolder(firm: string, folders: readonly Folder[] | undefined): Folder | undefined {
  const { repertoire, document, corbeille } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const opened = useHistory(firm, repertoire ? undefined : document);
  const folder = folders?.find(({ id }) => id === repertoire);
  const isPlaced = folder !== undefined || opened.isLoading || corbeille;
  const fallbackId =
    folders && !isPlaced ? (opened.data?.document.folderId ?? folderToShow(folders)?.id) : undefined;
  useEffect(() => {
    if (fallbackId)
      void navigate({ replace: true, search: (search) => ({ ...search, repertoire: fallbackId }) });
  }, [fallbackId, navigate]);
  return folder;
}
