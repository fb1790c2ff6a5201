import { Button } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './drop-zone.module.css';

interface DropZoneProps {
  readonly folder: Folder;
  readonly onChoose: (pick: 'files' | 'folder') => void;
}

/** Where files may be dropped, what happens to them then, and the computer's pickers for who does not drag. */
export function DropZone({ folder, onChoose }: DropZoneProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.zone}>
      <IconFileDownload size={20} aria-hidden />
      <div className={styles.text}>
        <b>{t('documents.zone.title')}</b>
        <Consequence folder={folder} />
      </div>
      <Button onClick={() => onChoose('files')}>{t('documents.zone.files')}</Button>
      <Button onClick={() => onChoose('folder')}>{t('documents.zone.folder')}</Button>
    </div>
  );
}

function Consequence({ folder }: { folder: Folder }) {
  const { t } = useTranslation();
  const each = folder.destinations.map(({ partner, documentType }) =>
    t('documents.zone.one', { partner, type: t(`documents.plural.${documentType}`) }),
  );
  const text =
    each.length === 0
      ? t('documents.zone.kept')
      : t('documents.zone.leaves', {
          destinations: each.reduce((a, b) => t('documents.zone.join', { a, b })),
        });
  return <span className={styles.consequence}>{text}</span>;
}
