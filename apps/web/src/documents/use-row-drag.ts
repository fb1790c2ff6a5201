import type { Document } from '@navette/api';
import { type DragEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { readDrop } from '../uploads/read-drop.ts';
import { useClientGestures } from './client-gestures.ts';
import { bringsFiles, startDrag } from './dragged.ts';
import { counted } from './gesture-tools.ts';
import { dwellMs } from './use-drop-target.ts';
import { aboutRow, type RowsAbout, rowOf } from './use-row-gestures.ts';

/**
 * Rows are dragged to a folder of the tree. One file from the desktop that stays a moment on a row becomes the new version of that
 * document; without staying it goes to the folder, since most files that pass over a row are not meant for it.
 * @param onVersionOf told the document of which the file would be the new version now, `null` when it would not
 */
export function useRowDrag(about: RowsAbout, onVersionOf: (document: Document | null) => void) {
  const { t } = useTranslation();
  const format = useFormat();
  const { canChange, canReceive, uploads } = useClientGestures();
  const hovered = useRef<{ row: HTMLElement; timer: ReturnType<typeof setTimeout> } | null>(null);

  const leave = () => {
    if (!hovered.current) return;
    clearTimeout(hovered.current.timer);
    delete hovered.current.row.dataset.version;
    hovered.current = null;
    onVersionOf(null);
  };
  const onDragStart = (event: DragEvent) => {
    const row = rowOf(event.target);
    const id = row?.dataset.row;
    const document = about.rows.find((each) => each.id === id);
    if (!document || !canChange || !row) return;
    const documents = aboutRow(document.id, about);
    const label =
      documents.count > 1 ? t('documents.count', counted({ format }, documents.count)) : document.name;
    const dragged = { kind: 'documents', documents, folderId: document.folderId } as const;
    startDrag(event.dataTransfer, event.target, dragged, label);
  };
  const onDragOver = (event: DragEvent) => {
    const isOneFile = bringsFiles(event.dataTransfer) && event.dataTransfer.items.length === 1;
    const row = isOneFile && canReceive ? rowOf(event.target) : null;
    if (row === hovered.current?.row) return;
    leave();
    if (!row) return;
    const timer = setTimeout(() => {
      row.dataset.version = '';
      onVersionOf(about.rows.find(({ id }) => id === row.dataset.row) ?? null);
    }, dwellMs);
    hovered.current = { row, timer };
  };
  const onDrop = (event: DragEvent) => {
    const row = hovered.current?.row;
    const id = row?.dataset.version === undefined ? undefined : row.dataset.row;
    leave();
    if (!id) return;
    event.preventDefault();
    event.stopPropagation();
    void readDrop(event.dataTransfer).then(
      ({ files: [first] }) => first && uploads.asVersion(id, first.file),
    );
  };
  return { onDragStart, onDragOver, onDragLeave: leaveWhenOut(leave), onDrop };
}

/** Leaving for a child is not leaving. */
function leaveWhenOut(leave: () => void) {
  return ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) leave();
  };
}
