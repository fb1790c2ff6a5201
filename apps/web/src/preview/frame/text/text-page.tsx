import { useEffect, useMemo } from 'react';
import { useFrame } from '../frame-context.ts';
import { Scroller } from '../scroller.tsx';
import { EnlargeButton, Toolbar } from '../toolbar.tsx';
import { splitBlocks } from './split-blocks.ts';
import styles from './text-page.module.css';

interface TextPageProps {
  readonly text: string;
  /** What the reader should know of it: cut, or not read. */
  readonly note: string | null;
  /** Whether rows above it have the way to see it larger. */
  readonly isBelowTabs?: boolean;
}

/** Plain lines. */
export function TextPage({ text, note, isBelowTabs = false }: TextPageProps) {
  const { channel } = useFrame();
  const blocks = useMemo(() => splitBlocks(text), [text]);
  useEffect(() => channel.say({ kind: 'shown' }), [channel]);
  return (
    <>
      {!isBelowTabs && (
        <Toolbar>
          <EnlargeButton />
        </Toolbar>
      )}
      {note !== null && <p className={styles.note}>{note}</p>}
      <Scroller className={styles.scroller}>
        {blocks.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a file never move
          <pre key={at} className={styles.block}>
            {block}
          </pre>
        ))}
      </Scroller>
    </>
  );
}
