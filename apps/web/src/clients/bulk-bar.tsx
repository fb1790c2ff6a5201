import { Button } from '@mantine/core';
import type { Attribute, ClientFilter } from '@navette/api';
import { IconArchive, IconArchiveOff, IconForms, IconUserMinus, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnderWay } from '../jobs/use-job.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import { SelectionBar } from '../table/selection-bar.tsx';
import type { RowSelection } from '../table/use-selection.ts';
import type { BulkAction } from './bulk-actions.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useBulk } from './use-bulk.ts';

interface BulkBarProps {
  readonly selection: RowSelection<ClientFilter>;
  readonly total: number | null;
  /** The list shows archived clients: they can be restored, not archived again. */
  readonly isArchive: boolean;
  readonly attributes: readonly Attribute[];
}

/** What can be done with the clients that are ticked. */
export function BulkBar({ selection, total, isArchive, attributes }: BulkBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const bulk = useBulk(selection.clear);
  const [isOpen, setOpen] = useState(false);
  const start = (action: BulkAction) => {
    bulk.start(action);
    setOpen(true);
    if (action === 'archive' || action === 'restore')
      bulk.previewing.mutate({ action, selection: selection.request });
  };
  const { job } = bulk;
  const isRunning = job !== undefined && isUnderWay(job);
  return (
    <>
      <SelectionBar
        selection={selection}
        total={total}
        say={(count, shown) => (
          <Sentence>{t('clients.bulk.selected', { count, replace: { count: strong(shown) } })}</Sentence>
        )}
      >
        {isRunning && !isOpen ? (
          <Button onClick={() => setOpen(true)}>
            {t('clients.bulk.underWay', { done: format.number(job.done), total: format.number(job.total) })}
          </Button>
        ) : (
          <>
            <Button
              variant={isArchive ? 'default' : 'filled'}
              leftSection={<IconUserPlus size={16} aria-hidden />}
              onClick={() => start('assign')}
            >
              {t('clients.bulk.assign.gesture')}
            </Button>
            <Button leftSection={<IconUserMinus size={16} aria-hidden />} onClick={() => start('unassign')}>
              {t('clients.bulk.unassign.gesture')}
            </Button>
            <Button leftSection={<IconForms size={16} aria-hidden />} onClick={() => start('set_attribute')}>
              {t('clients.bulk.set_attribute.gesture')}
            </Button>
            {isArchive ? (
              <Button
                variant="filled"
                leftSection={<IconArchiveOff size={16} aria-hidden />}
                onClick={() => start('restore')}
              >
                {t('clients.bulk.restore.gesture')}
              </Button>
            ) : (
              <Button leftSection={<IconArchive size={16} aria-hidden />} onClick={() => start('archive')}>
                {t('clients.bulk.archive.gesture')}
              </Button>
            )}
            <ExportMenu selection={selection.request} />
          </>
        )}
      </SelectionBar>
      <BulkDialog
        bulk={bulk}
        isOpen={isOpen}
        attributes={attributes}
        selection={selection}
        onClose={() => {
          setOpen(false);
          if (!isRunning) bulk.leave();
        }}
      />
    </>
  );
}
