import { Button } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconFolderPlus, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ApplicationTags } from '../clients/application-tags.tsx';
import { SiretMark } from '../clients/siret-mark.tsx';
import { InitialsMark } from '../frame/initials-mark.tsx';
import styles from './client-header.module.css';

interface ClientHeaderProps {
  readonly client: Client;
  readonly canDrop: boolean;
  readonly onNewFolder: () => void;
  readonly onDrop: () => void;
}

/** Whose papers these are: name, code, SIRET with its state, applications, collaborators. */
export function ClientHeader({ client, canDrop, onNewFolder, onDrop }: ClientHeaderProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  return (
    <header className={styles.header}>
      <div className={styles.identity}>
        <nav className={styles.crumb} aria-label={t('documents.back')}>
          <Link to="/cabinets/$firm/dossiers" params={{ firm }}>
            {t('documents.back')}
          </Link>{' '}
          /
        </nav>
        <h1>{client.name}</h1>
        <div className={styles.facts}>
          {client.code && (
            <span>
              {t('documents.code')} <b>{client.code}</b>
            </span>
          )}
          <span className={styles.siret}>
            {client.siret && `${t('documents.siret')} `}
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
      <div className={styles.actions}>
        <Button
          className={styles.folderButton}
          aria-label={t('documents.newFolder')}
          leftSection={<IconFolderPlus size={16} aria-hidden />}
          onClick={onNewFolder}
        >
          <span className={styles.folderLabel}>{t('documents.newFolder')}</span>
        </Button>
        <Button
          variant="filled"
          leftSection={<IconUpload size={16} aria-hidden />}
          onClick={onDrop}
          disabled={!canDrop}
        >
          {t('documents.drop')}
        </Button>
      </div>
    </header>
  );
}
