import type { Document } from '@navette/api';
import { createContext } from 'react';

/** What the cells of a row know beside its document. The columns themselves never change, so that cells are never made anew. */
export interface RowState {
  readonly openId: string | undefined;
  readonly renamingId: string | undefined;
  readonly onRenamed: (document: Document, name: string | null) => void;
}

export const RowStateContext = createContext<RowState>({
  openId: undefined,
  renamingId: undefined,
  onRenamed: () => undefined,
});
