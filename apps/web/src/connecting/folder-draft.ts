import type { Rule } from '@navette/api';
import { cleanPath } from '../rules/typed-path.ts';
import type { RuleDraft } from '../rules/use-rules.ts';

/** The folder to connect, as it is being chosen. */
export interface FolderDraft extends RuleDraft {
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
    cleanPath(draft.sourcePath) === cleanPath(saved.sourcePath) &&
    draft.withSubfolders === saved.withSubfolders &&
    draft.documentType === saved.documentType &&
    cleanPath(draft.archivePath) === cleanPath(saved.archivePath)
  );
}
