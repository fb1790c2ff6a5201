import type { Document, Folder } from '@navette/api';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { linkSelector } from '../table/row-gestures.ts';
import { useClientGestures } from './client-gestures.ts';
import { type MenuPlace, placeOf } from './context-menu.tsx';
import { gestureOf } from './document-keys.ts';
import { type Chosen, chosen } from './move-and-bin.ts';

export interface RowsAbout {
  readonly list: RefObject<HTMLElement | null>;
  readonly rows: readonly Document[];
  readonly folder: Folder | undefined;
  /** Everything that is ticked. */
  readonly selected: Chosen | null;
  readonly isSelected: (id: string) => boolean;
}

interface RowGesturesOptions extends RowsAbout {
  readonly openId: string | undefined;
  readonly onShow: (id: string, tab?: 'apercu' | 'historique') => void;
  readonly onRename: (id: string) => void;
  readonly onMenu: (menu: { document: Document; selected: Chosen | null; place: MenuPlace }) => void;
}

/** While the drawer follows the arrows: one that stays down passes over documents without fetching each. */
const followMs = 160;

/** @returns the row of the table in which something happened */
export function rowOf(target: EventTarget): HTMLElement | null {
  return (target as Element).closest<HTMLElement>('tr[data-row]');
}

/** A gesture on a ticked row is about all that is ticked, on another about that one alone. */
export function aboutRow(
  id: string,
  { selected, isSelected }: Pick<RowsAbout, 'selected' | 'isSelected'>,
): Chosen {
  return selected && isSelected(id) ? selected : chosen([id]);
}

/** The menu and the keys of the rows, and the drawer that follows the arrows. Moving and ticking are the table's own. */
export function useRowGestures(options: RowGesturesOptions) {
  const { list, rows, folder, openId, onShow, onRename, onMenu } = options;
  const { t } = useTranslation();
  const gestures = useClientGestures();
  const { canChange, documents, setCut } = gestures;
  const isByArrow = useRef(false);
  const following = useRef<ReturnType<typeof setTimeout>>(undefined);

  const focusRow = useCallback(
    (id: string) =>
      requestAnimationFrame(() =>
        list.current?.querySelector<HTMLElement>(`tr[data-row="${id}"] ${linkSelector}`)?.focus(),
      ),
    [list],
  );
  const openMenu = (row: HTMLElement, place: MenuPlace) => {
    const document = rows.find(({ id }) => id === row.dataset.row);
    if (!document) return;
    const { selected } = options;
    onMenu({ document, place, selected: options.isSelected(document.id) ? selected : null });
  };
  const bin = async (id: string) => {
    const index = rows.findIndex((row) => row.id === id);
    const isOpen = id === openId;
    // Whoever throws away goes on with the next one.
    const next = rows[index + 1] ?? rows[index - 1];
    await documents.bin(aboutRow(id, options));
    if (next && !options.isSelected(id)) {
      focusRow(next.id);
      if (isOpen) onShow(next.id);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    isByArrow.current = /^(Arrow(Up|Down)|Home|End)$/.test(event.key) && !event.shiftKey;
    const row = rowOf(event.target);
    const gesture = gestureOf(event);
    if (gesture === null || (event.target as Element).matches('input:not([type="checkbox"])')) return;
    const id = row?.dataset.row;
    if (gesture === 'menu') {
      if (!row) return;
      event.preventDefault();
      const { left, bottom } = row.getBoundingClientRect();
      // A menu that is open already when the key goes on its way would take it for a key pressed elsewhere.
      requestAnimationFrame(() => openMenu(row, { x: left + 48, y: bottom }));
      return;
    }
    if (!canChange || id === undefined) return;
    event.preventDefault();
    if (gesture === 'rename') return onRename(id);
    if (gesture === 'bin') return void bin(id);
    const about = aboutRow(id, options);
    void about.ids().then((ids) => {
      setCut({ ids: new Set(ids), documents: chosen(ids), folderId: folder?.id ?? '' });
      gestures.say(t('documents.cutDone', { count: ids.length }));
    });
  };
  const onFocus = (event: FocusEvent) => {
    const id = rowOf(event.target)?.dataset.row;
    if (!id || openId === undefined || id === openId || !isByArrow.current) return;
    clearTimeout(following.current);
    following.current = setTimeout(() => onShow(id), followMs);
  };
  const onContextMenu = (event: MouseEvent) => {
    const row = rowOf(event.target);
    if (!row || (event.target as Element).closest('input')) return;
    event.preventDefault();
    openMenu(row, placeOf(event, row));
  };
  /** Before the row takes it for a click on its name. */
  const onClickCapture = (event: MouseEvent) => {
    isByArrow.current = false;
    const target = event.target as Element;
    const row = rowOf(target);
    if (!row?.dataset.row) return;
    const dots = target.closest('[data-row-menu]');
    if (dots) {
      event.stopPropagation();
      const { left, bottom } = dots.getBoundingClientRect();
      openMenu(row, { x: left, y: bottom });
    } else if (target.closest('td[data-column="badge"]') && window.getSelection()?.isCollapsed) {
      event.stopPropagation();
      onShow(row.dataset.row, 'historique');
    }
  };
  return { focusRow, handlers: { onKeyDown, onFocus, onContextMenu, onClickCapture } };
}
