import type { Client } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { InitialsMark } from '../frame/initials-mark.tsx';
import { ApplicationTags } from './application-tags.tsx';
import styles from './client-identity.module.css';
import { SiretMark } from './siret-mark.tsx';

/** Who a client is: name, code, SIRET with its state, applications, collaborators. */
export function ClientIdentity({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  return (
    <div className={styles.identity}>
      <nav className={styles.crumb} aria-label={t('clients.title')}>
        <Link to="/cabinets/$firm/dossiers" params={{ firm }}>
          {t('clients.title')}
        </Link>{' '}
        /
      </nav>
      <h1>{client.name}</h1>
      <div className={styles.facts}>
        {client.code && (
          <span>
            {t('clients.columns.code')} <b>{client.code}</b>
          </span>
        )}
        <span className={styles.siret}>
          {client.siret && `${t('clients.columns.siret')} `}
          <SiretMark {...client} />
        </span>
        <ApplicationTags connections={client.connections} />
        <span className={styles.people}>
          {client.collaborators.map(({ id, name }) => (
            <InitialsMark key={id} name={name} isSmall />
          ))}
        </span>
      </div>
    </div>
  );
}
