import { Skeleton } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { AddAttribute } from './add-attribute.tsx';
import { AttributeLine } from './attribute-line.tsx';
import { DeleteAttribute } from './delete-attribute.tsx';
import styles from './firm-attributes.module.css';
import { indexAt, moveItem } from './move-item.ts';
import { useAttributes } from './use-attributes.ts';
import { useChangeAttributes } from './use-change-attributes.ts';

/** What the firm notes of its clients: added, renamed, made unique, put in order by dragging or with the arrows, removed. For administrators. */
export function FirmAttributes() {
  const { t } = useTranslation();
  const attributes = useAttributes(useFirmId());
  const change = useChangeAttributes();
  const [deleted, setDeleted] = useState<Attribute | null>(null);
  const { changing } = change;
  if (attributes.error && !attributes.data)
    return <ProblemNote error={attributes.error} onRetry={() => void attributes.refetch()} />;
  if (!attributes.data) return <Skeleton height={180} radius="md" />;
  const move = (id: string, index: number) => changing.mutate({ id, position: index + 1 });
  return (
    <div className={styles.attributes}>
      <p className={styles.help} id="attribute-order">
        {t('attributes.firm.order')}
      </p>
      <Lines
        attributes={attributes.data}
        onMove={move}
        renderLine={(attribute, handle) => (
          <AttributeLine
            attribute={attribute}
            handle={handle}
            error={changing.variables?.id === attribute.id ? changing.error : null}
            onChange={(values, onDone) =>
              changing.mutate({ id: attribute.id, ...values }, onDone ? { onSuccess: onDone } : {})
            }
            onDelete={() => setDeleted(attribute)}
          />
        )}
      />
      <AddAttribute creating={change.creating} />
      <DeleteAttribute attribute={deleted} deleting={change.deleting} onClose={() => setDeleted(null)} />
    </div>
  );
}

export interface Handle {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  /** By one place up or down. */
  readonly onStep: (by: -1 | 1) => void;
}

interface LinesProps {
  readonly attributes: readonly Attribute[];
  readonly onMove: (id: string, index: number) => void;
  readonly renderLine: (attribute: Attribute, handle: Handle) => React.ReactNode;
}

/** The lines in their order; while one is dragged, the others make room where it would fall. */
function Lines({ attributes, onMove, renderLine }: LinesProps) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const shown = drag ? moveItem(attributes, drag.from, drag.to) : attributes;

  const follow = (event: PointerEvent<HTMLElement>, from: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const { pointerId } = event;
    handle.setPointerCapture(pointerId);
    const middles = [...(list.current?.children ?? [])].map((line) => {
      const { top, height } = line.getBoundingClientRect();
      return top + height / 2;
    });
    let to = from;
    setDrag({ from, to });
    const onMoved = (moved: globalThis.PointerEvent) => {
      to = indexAt(moved.clientY, middles);
      setDrag({ from, to });
    };
    const stop = (isKept: boolean) => () => {
      handle.removeEventListener('pointermove', onMoved);
      handle.removeEventListener('pointerup', keep);
      handle.removeEventListener('pointercancel', giveUp);
      setDrag(null);
      const id = attributes[from]?.id;
      if (isKept && to !== from && id) onMove(id, to);
    };
    const keep = stop(true);
    const giveUp = stop(false);
    handle.addEventListener('pointermove', onMoved);
    handle.addEventListener('pointerup', keep);
    handle.addEventListener('pointercancel', giveUp);
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
