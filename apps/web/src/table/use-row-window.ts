import { defaultRangeExtractor, useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { scrollParentOf } from './scroll-parent.ts';

export interface RowWindow {
  /** The rows to draw, by their index, with the height of the gap above each. */
  readonly rows: readonly { readonly index: number; readonly gapPx: number }[];
  /** Under the last row drawn. */
  readonly endPx: number;
  /** Put on each row drawn, which carries its `data-index`. */
  readonly measure: ((row: HTMLElement | null) => void) | undefined;
}

/** Lists up to this long are drawn whole: the browser's own search and print see every row. */
const wholeUpTo = 150;
const overscan = 15;

/**
 * Which rows of a long list are in sight. It follows whatever scrolls the body of the table: an element, or the page on a phone.
 * @param kept index of a row that stays drawn wherever the list is scrolled, so that the focus is never lost
 */
export function useRowWindow(
  body: RefObject<HTMLElement | null>,
  options: { readonly count: number; readonly rowHeightPx: number; readonly kept: number },
): RowWindow {
  const { count, rowHeightPx, kept } = options;
  const isNeeded = count > wholeUpTo;
  const [place, setPlace] = useState<{ scroller: HTMLElement | null; offsetPx: number }>();
  // Asked when the list or the window changes, not at each step of the scrolling: what moves a little above the table in
  // between is well within the rows drawn out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows may come with more above them
  useLayoutEffect(() => {
    if (!isNeeded) return;
    const look = () => {
      if (!body.current) return;
      const scroller = scrollParentOf(body.current);
      const offsetPx = Math.round(offsetIn(scroller, body.current));
      setPlace((before) =>
        before?.scroller === scroller && before.offsetPx === offsetPx ? before : { scroller, offsetPx },
      );
    };
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, [body, isNeeded, count]);
  const common = {
    count,
    overscan,
    estimateSize: useCallback(() => rowHeightPx, [rowHeightPx]),
    scrollMargin: place?.offsetPx ?? 0,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => withKept(defaultRangeExtractor(range), kept),
      [kept],
    ),
  };
  const inElement = useVirtualizer({
    ...common,
    enabled: isNeeded && place !== undefined && place.scroller !== null,
    getScrollElement: () => place?.scroller ?? null,
  });
  const inPage = useWindowVirtualizer<HTMLElement>({
    ...common,
    enabled: isNeeded && place !== undefined && place.scroller === null,
  });
  if (!isNeeded) return { rows: indexes(count), endPx: 0, measure: undefined };
  // The first drawing, before the place is known: enough for any screen.
  if (!place)
    return { rows: indexes(wholeUpTo), endPx: (count - wholeUpTo) * rowHeightPx, measure: undefined };
  const virtualizer = place.scroller ? inElement : inPage;
  let drawnTo = place.offsetPx;
  const rows = virtualizer.getVirtualItems().map(({ index, start, end }) => {
    const gapPx = Math.max(0, start - drawnTo);
    drawnTo = end;
    return { index, gapPx };
  });
  return {
    rows,
    endPx: Math.max(0, virtualizer.getTotalSize() + place.offsetPx - drawnTo),
    measure: virtualizer.measureElement,
  };
}

function indexes(count: number) {
  return Array.from({ length: count }, (_, index) => ({ index, gapPx: 0 }));
}

function withKept(indexes: number[], kept: number): number[] {
  if (kept < 0 || indexes.includes(kept)) return indexes;
  return [...indexes, kept].sort((one, other) => one - other);
}

function offsetIn(scroller: HTMLElement | null, element: HTMLElement): number {
  const { top } = element.getBoundingClientRect();
  if (!scroller) return top + window.scrollY;
  return top - scroller.getBoundingClientRect().top - scroller.clientTop + scroller.scrollTop;
}
