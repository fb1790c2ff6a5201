import type { Folder } from '@navette/api';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useIsStaff } from '../api/firm.ts';
import { useUploads } from '../uploads/use-uploads.ts';
import { useAsk } from './ask.tsx';
import { type ClientGestures, ClientGesturesContext, type Cut, type ToMove } from './client-gestures.ts';
import { createDocumentActions } from './document-actions.ts';
import { createFolderActions } from './folder-actions.ts';
import { FolderForm } from './folder-form.tsx';
import { useGestureTools } from './gesture-tools.ts';
import { MoveDialog } from './move-dialog.tsx';

interface ClientGesturesProviderProps {
  readonly firm: string;
  readonly client: string;
  readonly isArchived: boolean;
  readonly folders: readonly Folder[];
  readonly shown: Folder | undefined;
  readonly children: ReactNode;
}

const none: ReadonlySet<string> = new Set();

/** Gives the page its gestures, and the dialogs that they open. */
export function ClientGesturesProvider(props: ClientGesturesProviderProps) {
  const { firm, client, isArchived, folders, shown, children } = props;
  const isStaff = useIsStaff();
  const { ask, dialog } = useAsk();
  const tools = useGestureTools(firm, ask);
  const uploads = useUploads();
  const [pending, setPending] = useState(none);
  const [cut, setCut] = useState<Cut | null>(null);
  const [toMove, chooseTarget] = useState<ToMove | null>(null);
  const [parent, addFolder] = useState<Folder | null>();
  const onPending = useCallback(
    (ids: readonly string[]) => setPending(ids.length > 0 ? new Set(ids) : none),
    [],
  );
  const documents = useMemo(() => createDocumentActions(tools, onPending), [tools, onPending]);
  const folder = useMemo(() => createFolderActions(tools), [tools]);
  const gestures = useMemo<ClientGestures>(
    () => ({
      firm,
      client,
      folders,
      shown,
      canChange: isStaff,
      canReceive: !isArchived,
      documents,
      folder,
      uploads,
      say: tools.tell.done,
      pending,
      cut,
      setCut,
      chooseTarget,
      addFolder,
    }),
    [firm, client, folders, shown, isStaff, isArchived, documents, folder, uploads, tools, pending, cut],
  );
  return (
    <ClientGesturesContext value={gestures}>
      {children}
      {dialog}
      <MoveDialog toMove={toMove} onClose={() => chooseTarget(null)} />
      <FolderForm
        client={client}
        parent={parent ?? undefined}
        isOpen={parent !== undefined}
        onClose={() => addFolder(undefined)}
      />
    </ClientGesturesContext>
  );
}
