import type { Rule } from '@navette/api';
import type { DocumentType } from '@navette/model';

/** The folder to connect, as it is being chosen. */
export interface FolderDraft {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType | null;
  readonly archivePath: string;
  /** “Also for the clients already connected to this application”. */
  readonly alsoConnected: boolean;
}

export const emptyDraft: FolderDraft = {
  sourcePath: '',
  withSubfolders: true,
  documentType: null,
  archivePath: '',
  alsoConnected: false,
};

/** The draft that a saved folder came from. */
export function draftOf(rule: Rule): FolderDraft {
  return {
    sourcePath: rule.sourcePath,
    withSubfolders: rule.withSubfolders,
    documentType: rule.documentType,
    archivePath: rule.archivePath ?? '',
    alsoConnected: false,
  };
}

/** @returns whether a draft says of a folder what is saved of it; the tick is no part of that, it is asked for anew each time. */
export function isSaved(draft: FolderDraft, rule: Rule | undefined): boolean {
  if (!rule) return false;
  const saved = draftOf(rule);
  return (
    tidy(draft.sourcePath) === tidy(saved.sourcePath) &&
    draft.withSubfolders === saved.withSubfolders &&
    draft.documentType === saved.documentType &&
    tidy(draft.archivePath) === tidy(saved.archivePath)
  );
}

/** A path as one compares them while typing: `Achats/ ` is `/Achats`. */
function tidy(path: string): string {
  const names = path
    .normalize('NFC')
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? '' : `/${names.join('/')}`;
}
