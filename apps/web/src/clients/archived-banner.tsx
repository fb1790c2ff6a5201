import { Button } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useIsStaff } from '../api/firm.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './client-tabs.module.css';
import { useArchive } from './use-archive.ts';

/** Says that a client receives nothing more, and since when; one gesture takes it out of the archive. */
export function ArchivedBanner({ client, archivedAt }: { client: Client; archivedAt: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isStaff = useIsStaff();
  const archive = useArchive(client);
  return (
    <div className={styles.banner} role="status">
      <IconArchive size={16} aria-hidden />
      <span>{t('clients.archive.since', { at: format.dateTime(archivedAt) })}</span>
      {isStaff && (
        <Button
          leftSection={<IconArchiveOff size={16} aria-hidden />}
          loading={archive.isPending}
          onClick={() => archive.mutate(false)}
        >
          {t('clients.bulk.restore.gesture')}
        </Button>
      )}
    </div>
  );
}
