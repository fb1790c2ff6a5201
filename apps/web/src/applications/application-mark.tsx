import { IconServer } from '@tabler/icons-react';
import styles from './application-mark.module.css';

interface ApplicationMarkProps {
  readonly name: string;
  readonly kind: 'api' | 'email' | 'transport';
}

/** What one knows an application by at a glance: its first letter; a server, for a place of the firm's own. */
export function ApplicationMark({ name, kind }: ApplicationMarkProps) {
  return (
    <span className={styles.mark} aria-hidden>
      {kind === 'transport' ? <IconServer size={18} /> : [...name][0]?.toUpperCase()}
    </span>
  );
}
