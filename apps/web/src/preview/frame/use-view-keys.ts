import { type RefObject, useEffect } from 'react';
import type { Zoom } from './zoom-tools.tsx';

/**
 * The keys of a view, wherever the focus is in the frame: + − 0 zoom, R turns, arrows and page keys move. The wheel zooms with Ctrl,
 * as a pinch does.
 */
export function useViewKeys(scroller: RefObject<HTMLElement | null>, zoom: Zoom | null): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (event.altKey || event.metaKey) return;
      const act = event.ctrlKey ? undefined : (zoomOf(event.key, zoom) ?? moveOf(event, scroller.current));
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey || zoom === null) return;
      event.preventDefault();
      if (event.deltaY < 0) zoom.zoomIn();
      else zoom.zoomOut();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('wheel', onWheel);
    };
  }, [scroller, zoom]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement;
}

function zoomOf(key: string, zoom: Zoom | null): (() => void) | undefined {
  if (zoom === null) return undefined;
  if (key === '+' || key === '=') return zoom.zoomIn;
  if (key === '-' || key === '−') return zoom.zoomOut;
  if (key === '0') return zoom.fitWidth;
  return key === 'r' || key === 'R' ? zoom.rotate : undefined;
}

/** Arrows in a row of tabs choose a tab; everywhere else they move the document. */
function moveOf(event: KeyboardEvent, scroller: HTMLElement | null): (() => void) | undefined {
  if (scroller === null || (event.target instanceof Element && event.target.role === 'tab')) return undefined;
  const page = scroller.clientHeight * 0.9;
  const moves: Readonly<Record<string, [left: number, top: number]>> = {
    ArrowUp: [0, -48],
    ArrowDown: [0, 48],
    ArrowLeft: [-48, 0],
    ArrowRight: [48, 0],
    PageUp: [0, -page],
    PageDown: [0, page],
    Home: [0, -scroller.scrollHeight],
    End: [0, scroller.scrollHeight],
  };
  const move = moves[event.key];
  return move && (() => scroller.scrollBy({ left: move[0], top: move[1] }));
}
