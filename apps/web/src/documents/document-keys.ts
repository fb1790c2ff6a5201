/** What a key does on a row of the list of documents, beside moving and ticking, which every table has. */
export type DocumentGesture = 'rename' | 'bin' | 'cut' | 'menu';

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** @returns the gesture of a key, or `null` when the key is for something else. Ctrl is ⌘ on a Mac. */
export function gestureOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Key): DocumentGesture | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (shiftKey) return null;
    switch (key.toLowerCase()) {
      case 'x':
        return 'cut';
      // As file explorers do on a Mac.
      case 'backspace':
        return 'bin';
      default:
        return null;
    }
  }
  if (key === 'F10' && shiftKey) return 'menu';
  if (shiftKey) return null;
  switch (key) {
    case 'F2':
      return 'rename';
    case 'Delete':
      return 'bin';
    case 'ContextMenu':
      return 'menu';
    default:
      return null;
  }
}

/** @returns the neighbour of a document in the list, `undefined` at its ends and for one that is not in it. */
export function neighbourOf(ids: readonly string[], id: string, step: 1 | -1): string | undefined {
  const index = ids.indexOf(id);
  return index < 0 ? undefined : ids[index + step];
}
