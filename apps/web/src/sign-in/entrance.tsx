import type { ReactNode } from 'react';
import { Mark } from '../frame/mark.tsx';
import styles from './entrance.module.css';
import { LanguageSwitch } from './language-switch.tsx';

/** The page before one is in: the sign, a title, one card. */
export function Entrance({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <Mark width={44} />
        <span>Navette</span>
      </header>
      <main className={styles.card}>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
      </main>
      <LanguageSwitch />
    </div>
  );
}
