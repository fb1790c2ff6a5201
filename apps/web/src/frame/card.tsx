import type { ReactNode } from 'react';
import page from './page.module.css';

interface CardProps {
  readonly title: string;
  readonly help?: ReactNode;
  /** At the right of the title. */
  readonly gesture?: ReactNode;
  readonly children: ReactNode;
}

/** One subject of a page. */
export function Card({ title, help, gesture, children }: CardProps) {
  return (
    <section className={page.card} aria-label={title}>
      <header className={page.cardHead}>
        <div>
          <h2>{title}</h2>
          {help && <p>{help}</p>}
        </div>
        {gesture}
      </header>
      {children}
    </section>
  );
}
