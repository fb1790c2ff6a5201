import type { Folder } from '@navette/api';
import { createContext, useContext } from 'react';
import type { Uploads } from '../uploads/use-uploads.ts';
import type { DocumentActions } from './document-actions.ts';
import type { FolderActions } from './folder-actions.ts';
import type { Chosen } from './move-and-bin.ts';

/** What is about to move: documents, or a folder with everything below. */
export type ToMove =
  | { readonly kind: 'documents'; readonly documents: Chosen; readonly folderId: string }
  | { readonly kind: 'folder'; readonly folder: Folder };

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
  /** The folder that the page shows; none while it shows the bin. */
  readonly shown: Folder | undefined;
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
  /** Opens the dialog that asks for the name of a folder to create: in this one, or at the root. */
  readonly addFolder: (parent: Folder | null) => void;
}

export const ClientGesturesContext = createContext<ClientGestures | null>(null);

export function useClientGestures(): ClientGestures {
  const gestures = useContext(ClientGesturesContext);
  if (!gestures) throw new TypeError('outside of the page of a client');
  return gestures;
}
