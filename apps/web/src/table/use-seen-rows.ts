import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { shiftOf } from './row-anchor.ts';
import { scrollParentOf } from './scroll-parent.ts';

/** Which rows are in sight, roughly: enough to know which pages to keep fresh, without drawing anew at each pixel. */
export interface SeenRows {
  readonly first: number;
  readonly last: number;
}

const grain = 25;
const aheadPx = 3000;
const topOfList: SeenRows = { first: 0, last: grain };

interface Geometry {
  readonly scroller: HTMLElement | null;
  readonly rowPx: number;
  readonly first: number;
  readonly last: number;
  readonly belowPx: number;
}

/** Where the body of a table stands in what scrolls it: an element, or the page on a phone. */
function measure(list: HTMLElement): Geometry | null {
  const body = list.querySelector('tbody');
  const row = body?.querySelector<HTMLElement>('tr[data-row]');
  if (!body || !row) return null;
  const scroller = scrollParentOf(body);
  const top = scroller?.getBoundingClientRect().top ?? 0;
  const height = scroller?.clientHeight ?? window.innerHeight;
  const rowPx = row.offsetHeight;
  const box = body.getBoundingClientRect();
  const first = Math.max(0, Math.floor((top - box.top) / rowPx));
  const belowPx = box.bottom - top - height;
  return { scroller, rowPx, first, last: first + Math.ceil(height / rowPx), belowPx };
}

/**
 * Follows the scrolling of a list. @param place another place (folder, order, filter) begins at the top
 * @param onNearEnd called when so little is left below that the next page is wanted; calling it twice must be harmless
 */
export function useSeenRows(
  list: RefObject<HTMLElement | null>,
  place: string,
  onNearEnd: RefObject<() => void>,
): SeenRows {
  const [seen, setSeen] = useState({ place, rows: topOfList });
  const frame = useRef(0);
  const lookSoon = useCallback(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const geometry = list.current && measure(list.current);
      if (!geometry) return;
      if (geometry.belowPx < aheadPx) onNearEnd.current();
      const first = Math.floor(geometry.first / grain) * grain;
      const last = Math.ceil((geometry.last + 1) / grain) * grain;
      setSeen((before) =>
        before.place === place && before.rows.first === first && before.rows.last === last
          ? before
          : { place, rows: { first, last } },
      );
    });
  }, [list, place, onNearEnd]);
  // Rows that come move the end away without any scrolling.
  useEffect(lookSoon);
  useEffect(() => {
    // Scrolling does not bubble, but it can be seen on the way down, whatever scrolls.
    addEventListener('scroll', lookSoon, { capture: true, passive: true });
    addEventListener('resize', lookSoon);
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      removeEventListener('scroll', lookSoon, { capture: true });
      removeEventListener('resize', lookSoon);
    };
  }, [lookSoon]);
  return seen.place === place ? seen.rows : topOfList;
}

/**
 * Holds what one reads where it is while rows come and go above it.
 * @returns how many rows came above since one scrolled down, and what scrolls to them
 */
export function useStillRows(
  list: RefObject<HTMLElement | null>,
  rows: readonly { readonly id: string }[],
  place: string,
): { readonly above: number; readonly showAbove: () => void } {
  const before = useRef({ place, rows });
  const [above, setAbove] = useState({ place, count: 0 });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { place, rows };
    if (last.place !== place || last.rows === rows || !list.current) return;
    const geometry = measure(list.current);
    if (!geometry || geometry.first === 0) return setAbove({ place, count: 0 });
    const shift = shiftOf(last.rows, rows, geometry.first);
    if (shift === 0) return;
    (geometry.scroller ?? window).scrollBy({ top: shift * geometry.rowPx, behavior: 'instant' });
    if (shift > 0) setAbove((known) => ({ place, count: (known.place === place ? known.count : 0) + shift }));
  }, [list, rows, place]);
  const count = above.place === place ? above.count : 0;
  useEffect(() => {
    if (count === 0) return;
    const forgetAtTop = () => {
      if (list.current && (measure(list.current)?.first ?? 0) === 0) setAbove({ place, count: 0 });
    };
    addEventListener('scroll', forgetAtTop, { capture: true, passive: true });
    return () => removeEventListener('scroll', forgetAtTop, { capture: true });
  }, [count, list, place]);
  const showAbove = useCallback(() => {
    const scroller = list.current && measure(list.current)?.scroller;
    (scroller ?? window).scrollTo({ top: 0 });
  }, [list]);
  return { above: count, showAbove };
}

/** Brings a row into sight that may not be drawn. */
export function showRow(list: HTMLElement, index: number): void {
  const geometry = measure(list);
  const body = list.querySelector('tbody');
  if (!geometry || !body || index < 0) return;
  const { scroller, rowPx, first, last } = geometry;
  if (index > first && index < last - 2) return;
  const scrolled = scroller?.scrollTop ?? window.scrollY;
  const start = scrolled + body.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
  const height = scroller?.clientHeight ?? window.innerHeight;
  (scroller ?? window).scrollTo({
    top: Math.max(0, start + index * rowPx - height / 3),
    behavior: 'instant',
  });
}
