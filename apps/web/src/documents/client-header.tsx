import { Button, Menu } from '@mantine/core';
import type { Client, Folder } from '@navette/api';
import { IconChevronDown, IconFile, IconFolder, IconFolderPlus, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ClientIdentity } from '../clients/client-identity.tsx';
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

/** Whose papers these are, and the gestures that bring more. */
export function ClientHeader({ client, folder, onNewFolder }: ClientHeaderProps) {
  const { t } = useTranslation();
  const { canReceive } = useClientGestures();
  return (
    <header className={styles.header}>
      <ClientIdentity client={client} />
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
