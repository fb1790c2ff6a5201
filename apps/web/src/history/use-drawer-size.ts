import { useLocalStorage } from '@mantine/hooks';
import { type RefObject, useEffect } from 'react';

export const drawerWidths = { least: 320, usual: 400, most: 900 } as const;
/** What the tree and the list need beside it. */
const listPx = 640;

export interface DrawerSize {
  readonly widthPx: number;
  readonly setWidth: (widthPx: number) => void;
  /** The drawer takes the room of the tree and of most columns, for reading. */
  readonly isWide: boolean;
  readonly setWide: (isWide: boolean) => void;
}

/** How much room the drawer takes, remembered on this computer and told to the rest of the page: `--drawer-inset` is what it really has. */
export function useDrawerSize(drawer: RefObject<HTMLElement | null>): DrawerSize {
  const [widthPx, setWidthPx] = useLocalStorage<number>({
    key: 'navette-drawer-width',
    defaultValue: drawerWidths.usual,
    getInitialValueInEffect: false,
  });
  const [isWide, setWide] = useLocalStorage<boolean>({
    key: 'navette-drawer-wide',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    const { documentElement } = document;
    documentElement.dataset.drawer = isWide ? 'wide' : 'beside';
    documentElement.style.setProperty('--drawer', `${widthPx}px`);
    return () => {
      delete documentElement.dataset.drawer;
      documentElement.style.removeProperty('--drawer');
    };
  }, [widthPx, isWide]);
  useEffect(() => {
    const element = drawer.current;
    if (!element) return;
    const { style } = document.documentElement;
    const watcher = new ResizeObserver(() => style.setProperty('--drawer-inset', `${element.offsetWidth}px`));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      style.removeProperty('--drawer-inset');
    };
  }, [drawer]);
  const setWidth = (wanted: number) => setWidthPx(fit(wanted, window.innerWidth));
  return { widthPx, setWidth, isWide, setWide };
}

/** @returns the width nearest to what is wanted that leaves the list its room in a window this wide. */
export function fit(wantedPx: number, windowPx: number): number {
  const most = Math.max(drawerWidths.least, Math.min(drawerWidths.most, windowPx - listPx));
  return Math.round(Math.min(most, Math.max(drawerWidths.least, wantedPx)));
}
