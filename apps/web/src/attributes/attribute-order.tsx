import type { Attribute } from '@navette/api';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import styles from './firm-attributes.module.css';
import { indexAt, moveItem } from './move-item.ts';

/** What moves a line: dragged by the pointer, or step by step. */
export interface Handle {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  /** By one place up or down. */
  readonly onStep: (by: -1 | 1) => void;
}

interface AttributeOrderProps {
  readonly attributes: readonly Attribute[];
  readonly onMove: (id: string, index: number) => void;
  readonly renderLine: (attribute: Attribute, handle: Handle) => ReactNode;
}

/** The lines in their order; while one is dragged, the others make room where it would fall. */
export function AttributeOrder({ attributes, onMove, renderLine }: AttributeOrderProps) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const shown = drag ? moveItem(attributes, drag.from, drag.to) : attributes;

  const follow = (event: PointerEvent<HTMLElement>, from: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const middles = [...(list.current?.children ?? [])].map((line) => {
      const { top, height } = line.getBoundingClientRect();
      return top + height / 2;
    });
    let to = from;
    setDrag({ from, to });
    // On the window: the line moves in the document while it is dragged, and would lose the pointer.
    const end = new AbortController();
    const stop = (isKept: boolean) => () => {
      end.abort();
      setDrag(null);
      const id = attributes[from]?.id;
      if (isKept && to !== from && id) onMove(id, to);
    };
    const { signal } = end;
    addEventListener(
      'pointermove',
      ({ clientY }) => {
        to = indexAt(clientY, middles, from);
        setDrag({ from, to });
      },
      { signal },
    );
    addEventListener('pointerup', stop(true), { signal });
    addEventListener('pointercancel', stop(false), { signal });
  };
  return (
    <ol ref={list} className={styles.lines}>
      {shown.map((attribute, index) => {
        const from = attributes.indexOf(attribute);
        return (
          <li key={attribute.id} className={styles.line} data-dragged={drag?.from === from}>
            {renderLine(attribute, {
              onPointerDown: (event) => follow(event, from),
              onStep: (by) => {
                const to = index + by;
                if (to >= 0 && to < attributes.length) onMove(attribute.id, to);
              },
            })}
          </li>
        );
      })}
    </ol>
  );
}
