import type { ReactNode } from 'react';
import styles from '../client-import/import-foot.module.css';

interface ConnectingFootProps {
  /** What stands, or what comes next. */
  readonly note?: ReactNode;
  readonly problem?: ReactNode;
  /** The gestures. */
  readonly children: ReactNode;
}

/** The foot of a step: where one stands, and the ways on. */
export function ConnectingFoot({ note, problem, children }: ConnectingFootProps) {
  return (
    <footer className={styles.foot}>
      {problem}
      {note && <p>{note}</p>}
      <span className={styles.gestures}>{children}</span>
    </footer>
  );
}
