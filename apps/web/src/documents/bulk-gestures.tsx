import { Button } from '@mantine/core';
import { IconDownload, IconFolderSymlink, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from './client-gestures.ts';
import type { Chosen } from './move-and-bin.ts';

interface BulkGesturesProps {
  readonly documents: Chosen;
  readonly folderId: string;
}

/** What can be done with all that is ticked. */
export function BulkGestures({ documents, folderId }: BulkGesturesProps) {
  const { t } = useTranslation();
  const { canChange, documents: actions, chooseTarget } = useClientGestures();
  return (
    <>
      <Button
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => void actions.download(documents)}
      >
        {documents.count > 1 ? t('documents.downloadZip') : t('history.download')}
      </Button>
      {canChange && (
        <>
          <Button
            leftSection={<IconFolderSymlink size={16} aria-hidden />}
            onClick={() => chooseTarget({ kind: 'documents', documents, folderId })}
          >
            {t('documents.move.menu')}
          </Button>
          <Button
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void actions.bin(documents)}
          >
            {t('documents.bin.short')}
          </Button>
        </>
      )}
    </>
  );
}
