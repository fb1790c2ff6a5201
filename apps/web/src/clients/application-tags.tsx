import type { Client } from '@navette/api';
import { IconFolderShare, IconMail, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './application-tags.module.css';

const icons = { api: IconPlugConnected, email: IconMail, transport: IconFolderShare } as const;

/** What an application is, in small: a connection, a mailbox or a place for files. */
export function ApplicationIcon({ kind }: { kind: keyof typeof icons }) {
  const Icon = icons[kind];
  return <Icon size={14} aria-hidden />;
}

/** The applications a client is connected to. */
export function ApplicationTags({ connections }: { connections: Client['connections'] }) {
  const { t } = useTranslation();
  if (connections.length === 0) return <span className={styles.none}>{t('clients.notConnected')}</span>;
  return (
    <span className={styles.tags}>
      {connections.map(({ installationId, name, kind }) => (
        <span key={installationId} className={styles.tag}>
          <ApplicationIcon kind={kind} />
          {name}
        </span>
      ))}
    </span>
  );
}
