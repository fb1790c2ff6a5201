import type { ReactNode } from 'react';
import styles from './state-mark.module.css';

interface StateMarkProps {
  /** `plain`: as it should be; `waits`: somebody else acts; `ended`; `wrong`: something must be done. */
  readonly tone: 'plain' | 'waits' | 'ended' | 'wrong';
  readonly children: ReactNode;
}

/** A state in a word: what is normal is plain text, the rest stands in a frame. */
export function StateMark({ tone, children }: StateMarkProps) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  );
}
