import { Button } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { useClientGestures } from './client-gestures.ts';
import styles from './empty-folder.module.css';

interface EmptyFolderProps {
  readonly folders: readonly Folder[];
  readonly folder: Folder;
  readonly isFiltered: boolean;
  readonly onShowAll: () => void;
  readonly onShowFolder: (id: string) => void;
}

/** Nothing to list: what to do next. */
export function EmptyFolder({ folders, folder, isFiltered, onShowAll, onShowFolder }: EmptyFolderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { canReceive } = useClientGestures();
  const children = folders.filter(({ parentId }) => parentId === folder.id);
  if (isFiltered) {
    return (
      <div className={styles.empty}>
        <p>{t('documents.emptySearch')}</p>
        <Button onClick={onShowAll}>{t('documents.showAll')}</Button>
      </div>
    );
  }
  if (children.length === 0)
    return <p className={styles.empty}>{t(canReceive ? 'documents.empty' : 'documents.emptyArchived')}</p>;
  return (
    <div className={styles.empty}>
      <p>{t('documents.emptyBelow')}</p>
      <div className={styles.children}>
        {children.map((child) => (
          <Button
            key={child.id}
            leftSection={<IconFolder size={16} aria-hidden />}
            onClick={() => onShowFolder(child.id)}
          >
            {child.name}
            <span className={styles.count}>{format.number(child.documents)}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}
