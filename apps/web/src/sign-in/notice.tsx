import { IconInfoCircle } from '@tabler/icons-react';
import styles from './entrance.module.css';

export function Notice({ children }: { children: string }) {
  return (
    <div className={styles.note} role="status">
      <IconInfoCircle size={18} aria-hidden />
      <span>{children}</span>
    </div>
  );
}
