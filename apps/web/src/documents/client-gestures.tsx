import type { Folder } from '@navette/api';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useIsStaff } from '../api/firm.ts';
import { type Uploads, useUploads } from '../uploads/use-uploads.ts';
import { useAsk } from './ask.tsx';
import { createDocumentActions, type DocumentActions } from './document-actions.ts';
import { createFolderActions, type FolderActions } from './folder-actions.ts';
import { useGestureTools } from './gesture-tools.ts';
import type { Chosen } from './move-and-bin.ts';
import { MoveDialog, type ToMove } from './move-dialog.tsx';

/** Documents that were cut, until they are pasted in a folder. */
export interface Cut {
  readonly ids: ReadonlySet<string>;
  readonly documents: Chosen;
  readonly folderId: string;
}

/** What can be done on the page of a client, shared by its tree, its list and its drawer. */
export interface ClientGestures {
  readonly firm: string;
  readonly client: string;
  readonly folders: readonly Folder[];
  /** Clients deposit and look; the rest is for the firm's people. */
  readonly canChange: boolean;
  /** An archived client receives nothing. */
  readonly canReceive: boolean;
  readonly documents: DocumentActions;
  readonly folder: FolderActions;
  readonly uploads: Uploads;
  /** Says in a corner of the page what was done. */
  readonly say: (message: string) => void;
  /** Documents that a gesture under way is about. */
  readonly pending: ReadonlySet<string>;
  readonly cut: Cut | null;
  readonly setCut: (cut: Cut | null) => void;
  /** Opens the dialog that asks where to. */
  readonly chooseTarget: (toMove: ToMove) => void;
}

const Context = createContext<ClientGestures | null>(null);

export function useClientGestures(): ClientGestures {
  const gestures = useContext(Context);
  if (!gestures) throw new TypeError('outside of the page of a client');
  return gestures;
}

interface ClientGesturesProviderProps {
  readonly firm: string;
  readonly client: string;
  readonly isArchived: boolean;
  readonly folders: readonly Folder[];
  readonly children: ReactNode;
}

const none: ReadonlySet<string> = new Set();

/** Gives the page its gestures, and the dialogs that they open. */
export function ClientGesturesProvider(props: ClientGesturesProviderProps) {
  const { firm, client, isArchived, folders, children } = props;
  const isStaff = useIsStaff();
  const { ask, dialog } = useAsk();
  const tools = useGestureTools(firm, ask);
  const uploads = useUploads();
  const [pending, setPending] = useState(none);
  const [cut, setCut] = useState<Cut | null>(null);
  const [toMove, chooseTarget] = useState<ToMove | null>(null);
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
    }),
    [firm, client, folders, isStaff, isArchived, documents, folder, uploads, tools, pending, cut],
  );
  return (
    <Context value={gestures}>
      {children}
      {dialog}
      <MoveDialog toMove={toMove} onClose={() => chooseTarget(null)} />
    </Context>
  );
}
