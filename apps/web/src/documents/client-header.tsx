import { Button, Menu } from '@mantine/core';
import type { Client, Folder } from '@navette/api';
import { IconChevronDown, IconFile, IconFolder, IconFolderPlus, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApplicationTags } from '../clients/application-tags.tsx';
import { SiretMark } from '../clients/siret-mark.tsx';
import { InitialsMark } from '../frame/initials-mark.tsx';
import { pickFiles } from '../uploads/pick-files.ts';
import { readChosen } from '../uploads/read-drop.ts';
import { useClientGestures } from './client-gestures.tsx';
import styles from './client-header.module.css';

interface ClientHeaderProps {
  readonly client: Client;
  /** Where files are dropped; without, nothing is. */
  readonly folder: Folder | undefined;
  readonly onNewFolder: () => void;
}

/** Whose papers these are: name, code, SIRET with its state, applications, collaborators. */
export function ClientHeader({ client, folder, onNewFolder }: ClientHeaderProps) {
  const { t } = useTranslation();
  const { firm, canReceive } = useClientGestures();
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
      {canReceive && (
        <div className={styles.actions}>
          <Button
            className={styles.folderButton}
            aria-label={t('documents.newFolder')}
            leftSection={<IconFolderPlus size={16} aria-hidden />}
            onClick={onNewFolder}
          >
            <span className={styles.folderLabel}>{t('documents.newFolder')}</span>
          </Button>
          <DropButton folder={folder} />
        </div>
      )}
    </header>
  );
}

/** Files by one click, a whole folder by two. */
function DropButton({ folder }: { folder: Folder | undefined }) {
  const { t } = useTranslation();
  const { uploads } = useClientGestures();
  const choose = (pick: 'files' | 'folder') =>
    void pickFiles(pick).then(
      (files) => folder && files.length > 0 && uploads.toFolder(folder.id, readChosen(files)),
    );
  return (
    <Button.Group className={styles.drop}>
      <Button
        variant="filled"
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => choose('files')}
        disabled={!folder}
      >
        {t('documents.drop')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            className={styles.more}
            variant="filled"
            aria-label={t('documents.dropMore')}
            disabled={!folder}
          >
            <IconChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFile size={16} />} onClick={() => choose('files')}>
            {t('documents.zone.files')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => choose('folder')}>
            {t('documents.zone.folder')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
