import type { Client } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId, useIsStaff } from '../api/firm.ts';
import { ArchivedBanner } from './archived-banner.tsx';
import styles from './client-tabs.module.css';

const tabs = [
  { key: 'documents', to: '/cabinets/$firm/dossiers/$client' },
  { key: 'connections', to: '/cabinets/$firm/dossiers/$client/connexions' },
  { key: 'attributes', to: '/cabinets/$firm/dossiers/$client/attributs' },
] as const;

/** The pages of a client, under its name; above them, that it is archived. A client's own users have its documents alone. */
export function ClientTabs({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const isStaff = useIsStaff();
  return (
    <>
      {client.archivedAt && <ArchivedBanner client={client} archivedAt={client.archivedAt} />}
      {isStaff && (
        <nav className={styles.tabs} aria-label={t('clients.tabs.title')}>
          {tabs.map(({ key, to }) => (
            <Link
              key={key}
              to={to}
              params={{ firm, client: client.id }}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
              className={styles.tab}
            >
              {t(`clients.tabs.${key}`)}
            </Link>
          ))}
        </nav>
      )}
    </>
  );
}
