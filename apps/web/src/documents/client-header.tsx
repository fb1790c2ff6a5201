import { Button, Menu } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconChevronDown, IconFile, IconFolder, IconFolderPlus, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ClientIdentity } from '../clients/client-identity.tsx';
import { useClientGestures } from './client-gestures.ts';
import styles from './client-header.module.css';

/** Whose papers these are, and the gestures that bring more. */
export function ClientHeader({ client }: { client: Client }) {
  const { t } = useTranslation();
  const { shown, canReceive, addFolder } = useClientGestures();
  return (
    <header className={styles.header}>
      <ClientIdentity client={client} />
      {canReceive && (
        <div className={styles.actions}>
          <Button
            className={styles.folderButton}
            aria-label={t('documents.newFolder')}
            leftSection={<IconFolderPlus size={16} aria-hidden />}
            onClick={() => addFolder(shown ?? null)}
          >
            <span className={styles.folderLabel}>{t('documents.newFolder')}</span>
          </Button>
          <DropButton />
        </div>
      )}
    </header>
  );
}

/** Files by one click, a whole folder by two. */
function DropButton() {
  const { t } = useTranslation();
  const { uploads, shown } = useClientGestures();
  const choose = (pick: 'files' | 'folder') => shown && uploads.chooseFor(shown.id, pick);
  return (
    <Button.Group className={styles.drop}>
      <Button
        variant="filled"
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => choose('files')}
        disabled={!shown}
      >
        {t('documents.drop')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            className={styles.more}
            variant="filled"
            aria-label={t('documents.dropMore')}
            disabled={!shown}
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
