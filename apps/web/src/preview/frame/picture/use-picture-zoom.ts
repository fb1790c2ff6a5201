import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { Zoom } from '../zoom-tools.tsx';

interface Size {
  readonly width: number;
  readonly height: number;
}

const step = 1.25;
const [minScale, maxScale] = [0.05, 8];
/** The padding of the scroller, both sides. */
const padding = 16;

/** How large a picture is shown, and how it is turned; fitted to the width until a person zooms. A small one is not blown up. */
export function usePictureZoom(scroller: RefObject<HTMLElement | null>, picture: Size | null) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [turn, setTurn] = useState(0);
  const room = useWidth(scroller);
  const isSideways = turn % 180 !== 0;
  const width = picture === null ? 1 : isSideways ? picture.height : picture.width;
  const height = picture === null ? 1 : isSideways ? picture.width : picture.height;
  const fitted = Math.min(1, Math.max(1, room - padding) / width);
  const scale = chosen ?? fitted;
  const zoom = useMemo<Zoom>(() => {
    const choose = (next: number) => setChosen(Math.min(maxScale, Math.max(minScale, next)));
    return {
      zoomIn: () => choose(scale * step),
      zoomOut: () => choose(scale / step),
      fitWidth: () => setChosen(null),
      rotate: () => setTurn((turned) => (turned + 90) % 360),
    };
  }, [scale]);
  return { zoom, scale, turn, size: { width: width * scale, height: height * scale } };
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const { current } = element;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
