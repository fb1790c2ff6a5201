import { Skeleton } from '@mantine/core';
import styles from './client-page.module.css';

/** The head of the page while the client is on its way. */
export function ClientHeaderSkeleton() {
  return (
    <div className={styles.headSkeleton} aria-busy="true">
      <Skeleton height={10} width={96} radius="sm" />
      <Skeleton height={18} width={240} mt={8} radius="sm" />
      <Skeleton height={12} width={380} mt={12} maw="80%" radius="sm" />
    </div>
  );
}
