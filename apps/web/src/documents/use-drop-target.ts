import { type DragEvent, useEffect, useRef, useState } from 'react';
import { bringsFiles, type Dragged, draggedNow } from './dragged.ts';

/** How long one stays on a closed folder before it opens, or on a document before a file would be its new version. */
export const dwellMs = 600;

export interface DropTarget {
  /** What would happen if it were dropped now. */
  readonly over: 'files' | 'dragged' | null;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

interface DropTargetOptions {
  /** Whether what is dragged inside the page may be dropped here. */
  readonly takes: (dragged: Dragged) => boolean;
  readonly takesFiles: boolean;
  readonly onDropped: (dragged: Dragged) => void;
  /** Reads the transfer at once: the browser empties it after the event. */
  readonly onFiles: (transfer: DataTransfer) => void;
  /** One has stayed here for a moment. */
  readonly onDwell?: () => void;
}

/** A place where documents, folders or files from the desktop may be dropped. */
export function useDropTarget(options: DropTargetOptions): DropTarget {
  const { takes, takesFiles, onDropped, onFiles, onDwell } = options;
  const [over, setOver] = useState<DropTarget['over']>(null);
  // Children send their own enter and leave events.
  const depth = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const kindOf = ({ dataTransfer }: DragEvent): DropTarget['over'] => {
    if (bringsFiles(dataTransfer)) return takesFiles ? 'files' : null;
    const dragged = draggedNow();
    return dragged && takes(dragged) ? 'dragged' : null;
  };
  const end = () => {
    depth.current = 0;
    clearTimeout(timer.current);
    setOver(null);
  };
  const ending = useRef(end);
  ending.current = end;
  // A drop is told to where it fell alone: whatever was over ends with it.
  useEffect(() => {
    if (over === null) return;
    const onEnd = () => ending.current();
    addEventListener('drop', onEnd, { capture: true });
    addEventListener('dragend', onEnd, { capture: true });
    return () => {
      removeEventListener('drop', onEnd, { capture: true });
      removeEventListener('dragend', onEnd, { capture: true });
    };
  }, [over]);
  return {
    over,
    handlers: {
      onDragEnter(event) {
        depth.current++;
        if (depth.current > 1) return;
        const kind = kindOf(event);
        setOver(kind);
        clearTimeout(timer.current);
        if (onDwell && (kind !== null || draggedNow())) timer.current = setTimeout(onDwell, dwellMs);
      },
      onDragOver(event) {
        const kind = kindOf(event);
        if (kind === null) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = kind === 'files' ? 'copy' : 'move';
        if (over !== kind) setOver(kind);
      },
      onDragLeave() {
        depth.current--;
        if (depth.current <= 0) end();
      },
      onDrop(event) {
        const kind = kindOf(event);
        end();
        if (kind === null) return;
        event.preventDefault();
        event.stopPropagation();
        const dragged = draggedNow();
        if (kind === 'files') onFiles(event.dataTransfer);
        else if (dragged) onDropped(dragged);
      },
    },
  };
}
