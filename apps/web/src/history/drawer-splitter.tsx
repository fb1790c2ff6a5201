import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './document-drawer.module.css';
import { type DrawerSize, drawerWidths } from './use-drawer-size.ts';

const stepPx = 24;

/** The edge of the drawer: dragged, or moved with the arrows; a double click gives its usual width back. */
export function DrawerSplitter({ size: { widthPx, setWidth, isWide } }: { size: DrawerSize }) {
  const { t } = useTranslation();
  if (isWide) return null;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const { currentTarget, pointerId, clientX } = event;
    currentTarget.setPointerCapture(pointerId);
    const onMove = (move: globalThis.PointerEvent) => setWidth(widthPx + clientX - move.clientX);
    currentTarget.addEventListener('pointermove', onMove);
    currentTarget.addEventListener(
      'lostpointercapture',
      () => currentTarget.removeEventListener('pointermove', onMove),
      { once: true },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: stepPx, ArrowRight: -stepPx }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setWidth(widthPx + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is moved is no thematic break
    <div
      className={styles.splitter}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('history.width')}
      aria-valuenow={widthPx}
      aria-valuemin={drawerWidths.least}
      aria-valuemax={drawerWidths.most}
      onPointerDown={onPointerDown}
      onDoubleClick={() => setWidth(drawerWidths.usual)}
      onKeyDown={onKeyDown}
    />
  );
}
