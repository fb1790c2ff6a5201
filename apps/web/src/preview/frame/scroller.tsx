import { type ReactNode, type RefObject, useRef } from 'react';
import { useFrame } from './frame-context.ts';
import styles from './scroller.module.css';
import { useViewKeys } from './use-view-keys.ts';
import type { Zoom } from './zoom-tools.tsx';

interface ScrollerProps {
  readonly className?: string | undefined;
  /** What the keys zoom. */
  readonly zoom?: Zoom | null;
  readonly place?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** What a view scrolls in, by hand and by keys. */
export function Scroller({ className = '', zoom = null, place, children }: ScrollerProps) {
  const { words } = useFrame();
  const own = useRef<HTMLElement>(null);
  const element = place ?? own;
  useViewKeys(element, zoom);
  return (
    <section
      ref={element}
      className={`${styles.scroller} ${className}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
      tabIndex={0}
      aria-label={words.content}
    >
      {children}
    </section>
  );
}
