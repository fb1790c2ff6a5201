import styles from './file-heading.module.css';
import { useFrame } from './frame-context.ts';

/** The name of the file, for those who hear the page: who sees it has read it around the frame. */
export function FileHeading() {
  return <h1 className={styles.hidden}>{useFrame().file.name}</h1>;
}
