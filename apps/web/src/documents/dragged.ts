import { useSyncExternalStore } from 'react';
import type { Chosen } from './move-and-bin.ts';

/** What the person is dragging inside the page. Files from the desktop are the browser's to tell. */
export type Dragged =
  | { readonly kind: 'documents'; readonly documents: Chosen; readonly folderId: string }
  | { readonly kind: 'folder'; readonly folderId: string };

/** Marks a drag as one of this page's, for what listens to drags of files. */
const draggedType = 'application/x-navette';

let now: Dragged | null = null;
const watchers = new Set<() => void>();

function change(dragged: Dragged | null): void {
  now = dragged;
  for (const watcher of watchers) watcher();
}

/** Begins a drag; ends it when the browser says so, wherever it is dropped. */
export function startDrag(
  transfer: DataTransfer,
  source: EventTarget,
  dragged: Dragged,
  label: string,
): void {
  transfer.clearData();
  transfer.setData(draggedType, label);
  transfer.effectAllowed = 'move';
  setImage(transfer, label);
  // Changing the page while the drag begins would end it at once in some browsers.
  requestAnimationFrame(() => change(dragged));
  source.addEventListener('dragend', () => change(null), { once: true });
  // A row that is fetched anew while it is dragged is no longer there to tell.
  document.addEventListener('drop', () => setTimeout(() => change(null)), { once: true });
}

/** What follows the pointer: how many, in words. */
function setImage(transfer: DataTransfer, label: string): void {
  const image = document.createElement('div');
  image.className = 'drag-image';
  image.textContent = label;
  document.body.append(image);
  transfer.setDragImage(image, -12, -8);
  requestAnimationFrame(() => image.remove());
}

/** What is being dragged now, at this very moment. */
export function draggedNow(): Dragged | null {
  return now;
}

/** What is being dragged, for what is drawn by it. */
export function useDragged(): Dragged | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => now,
  );
}

/** Whether a drag brings files from the desktop. */
export function bringsFiles(transfer: DataTransfer): boolean {
  return transfer.types.includes('Files') && !transfer.types.includes(draggedType);
}
