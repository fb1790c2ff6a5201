import { Tooltip } from '@mantine/core';
import { initials } from '../language/format.ts';
import styles from './initials-mark.module.css';

/** A person by his initials; the whole name on hover and for those who listen. */
export function InitialsMark({ name, isSmall = false }: { name: string; isSmall?: boolean }) {
  return (
    <Tooltip label={name}>
      <span className={styles.mark} data-small={isSmall} role="img" aria-label={name}>
        {initials(name)}
      </span>
    </Tooltip>
  );
}
