import { useEffect } from 'react';
import { useFrame } from '../frame-context.ts';
import { Scroller } from '../scroller.tsx';
import { EnlargeButton, Toolbar } from '../toolbar.tsx';
import styles from './text-page.module.css';

interface TextPageProps {
  readonly text: string;
  /** Lines keep their length, as a program wrote them. */
  readonly isCode?: boolean;
  /** What the reader should know of it: cut, or not read. */
  readonly note: string | null;
  /** Whether rows above it have the way to see it larger. */
  readonly isBelowTabs?: boolean;
}

/** Plain lines. */
export function TextPage({ text, isCode = false, note, isBelowTabs = false }: TextPageProps) {
  const { channel } = useFrame();
  useEffect(() => channel.say({ kind: 'shown' }), [channel]);
  return (
    <>
      {!isBelowTabs && (
        <Toolbar>
          <EnlargeButton />
        </Toolbar>
      )}
      {note !== null && <p className={styles.note}>{note}</p>}
      <Scroller>
        <pre className={isCode ? `${styles.text} ${styles.code}` : styles.text}>{text}</pre>
      </Scroller>
    </>
  );
}
