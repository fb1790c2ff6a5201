import { Skeleton } from '@mantine/core';
import styles from './document-table.module.css';

const widths = [62, 48, 70, 55, 66, 51];

/** Rows that are on their way, of the height they will have. */
export function RowSkeletons() {
  return (
    <div aria-hidden>
      {widths.map((width) => (
        <div key={width} className={styles.skeleton}>
          <Skeleton height={10} width={`${width}%`} radius="sm" />
        </div>
      ))}
    </div>
  );
}
