import type { Folder } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useIsStaff } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { ClientTabs } from '../clients/client-tabs.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useRememberPlace } from '../frame/use-recent-places.ts';
import { useHistory } from '../history/use-history.ts';
import { ClientGesturesProvider } from './client-gestures-provider.tsx';
import { ClientHeader } from './client-header.tsx';
import { ClientHeaderSkeleton } from './client-header-skeleton.tsx';
import styles from './client-page.module.css';
import { ClientWork } from './client-work.tsx';
import { folderToShow } from './folder-rows.ts';
import { useClient, useFolders } from './use-client.ts';

const route = '/cabinets/$firm/dossiers/$client';
const none: readonly Folder[] = [];

/** One client: its tree, the documents of a folder, and the drawer of a document. The address holds which. */
export function ClientPage() {
  const { firm, client: clientId } = useParams({ from: route });
  const client = useClient(firm, clientId);
  const folders = useFolders(firm, clientId);
  const isStaff = useIsStaff();
  const { corbeille = false } = useSearch({ from: route });
  // The bin is for those who can throw away.
  const isBin = corbeille && isStaff;
  const folder = useShownFolder(firm, folders.data, isBin);
  usePageTitle(client.data?.name);
  useRememberPlace(
    client.data && { kind: 'client', id: client.data.id, name: client.data.name, code: client.data.code },
  );
  const failure = client.error ?? folders.error;
  if (failure && !(client.data && folders.data)) {
    const retry = () => void Promise.all([client.refetch(), folders.refetch()]);
    return (
      <div className={styles.problem}>
        <ProblemNote error={failure} onRetry={retry} />
      </div>
    );
  }
  return (
    <ClientGesturesProvider
      firm={firm}
      client={clientId}
      isArchived={client.data ? client.data.archivedAt !== null : false}
      folders={folders.data ?? none}
      shown={isBin ? undefined : folder}
    >
      {client.data ? (
        <>
          <ClientHeader client={client.data} />
          <ClientTabs client={client.data} />
        </>
      ) : (
        <ClientHeaderSkeleton />
      )}
      <ClientWork
        clientName={client.data?.name ?? ''}
        folders={folders.data}
        folder={isBin ? undefined : folder}
        isBin={isBin}
      />
    </ClientGesturesProvider>
  );
}

/** The folder of the address. A link to a document alone shows the folder in which it lies now; a bare address one worth seeing. */
function useShownFolder(
  firm: string,
  folders: readonly Folder[] | undefined,
  isBin: boolean,
): Folder | undefined {
  const { repertoire, document } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const opened = useHistory(firm, repertoire ? undefined : document);
  const folder = folders?.find(({ id }) => id === repertoire);
  const isPlaced = folder !== undefined || opened.isLoading || isBin;
  const fallbackId =
    folders && !isPlaced ? (opened.data?.document.folderId ?? folderToShow(folders)?.id) : undefined;
  useEffect(() => {
    if (fallbackId)
      void navigate({ replace: true, search: (search) => ({ ...search, repertoire: fallbackId }) });
  }, [fallbackId, navigate]);
  return folder;
}
