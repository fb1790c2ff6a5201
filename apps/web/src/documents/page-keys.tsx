import type { Folder } from '@navette/api';
import { useEffect, useRef } from 'react';
import { readChosen } from '../uploads/read-drop.ts';
import { useClientGestures } from './client-gestures.ts';
import { undoLast } from './undo-toast.tsx';

/** Keys that hold wherever one is on the page: Ctrl V pastes what was cut or copied, Ctrl Z takes the last gesture back, Escape forgets what was cut. */
export function PageKeys({ folder }: { folder: Folder | undefined }) {
  const { cut, setCut, documents, uploads, canReceive } = useClientGestures();
  const paste = (event: ClipboardEvent) => {
    if (!folder || isTyping(event.target)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0 && canReceive) {
      event.preventDefault();
      uploads.toFolder(folder.id, readChosen(files));
    } else if (cut && cut.folderId !== folder.id) {
      event.preventDefault();
      setCut(null);
      void documents.move(cut.documents, folder);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.defaultPrevented) return;
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    if (isUndo && undoLast()) event.preventDefault();
    else if (event.key === 'Escape' && cut) {
      event.preventDefault();
      setCut(null);
    }
  };
  const handlers = useRef({ paste, press });
  handlers.current = { paste, press };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => handlers.current.paste(event);
    const onPress = (event: KeyboardEvent) => handlers.current.press(event);
    document.addEventListener('paste', onPaste);
    // Before the drawer, which Escape would close.
    document.addEventListener('keydown', onPress, { capture: true });
    return () => {
      document.removeEventListener('paste', onPaste);
      document.removeEventListener('keydown', onPress, { capture: true });
    };
  }, []);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type="checkbox"]), textarea, [contenteditable]') !== null
  );
}
