import { Skeleton } from '@mantine/core';
import styles from './client-finder.module.css';

/** Lines of clients that are on their way. */
export function RowSkeletons() {
  return (
    <div className={styles.list} aria-busy="true">
      {[180, 140, 220, 160, 200, 120].map((width) => (
        <div key={width} className={styles.option}>
          <Skeleton height={10} width={width} radius="sm" />
        </div>
      ))}
    </div>
  );
}
