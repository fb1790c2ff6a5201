import type { ReactNode } from 'react';
import styles from './account.module.css';

interface AccountCardProps {
  readonly title: string;
  readonly help: string;
  /** At the right of the title. */
  readonly gesture?: ReactNode;
  readonly children: ReactNode;
}

/** One subject of the account. */
export function AccountCard({ title, help, gesture, children }: AccountCardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <div>
          <h2>{title}</h2>
          <p className={styles.note}>{help}</p>
        </div>
        {gesture}
      </header>
      {children}
    </section>
  );
}
