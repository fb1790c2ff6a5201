import type { Folder } from '@navette/api';
import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './drop-zone.module.css';

/** Where files may be dropped, and what happens to them then. */
export function DropZone({ folder, onPick }: { folder: Folder; onPick: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.zone} onClick={onPick}>
      <IconFileDownload size={20} aria-hidden />
      <span>
        <b>{t('documents.zone.title')}</b>
        <Consequence folder={folder} />
      </span>
    </button>
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
