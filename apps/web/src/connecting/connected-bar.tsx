import { Button } from '@mantine/core';
import type { ConnectionFilter, Installation, Rule } from '@navette/api';
import { IconFolderMinus, IconFolderPlus, IconPlugX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnderWay } from '../jobs/use-job.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import { SelectionBar } from '../table/selection-bar.tsx';
import type { RowSelection } from '../table/use-selection.ts';
import { ConnectedBulkDialog } from './connected-bulk-dialog.tsx';
import { ConnectedExport } from './connected-export.tsx';
import { type ConnectedAction, useConnectedBulk } from './use-connected-bulk.ts';

interface ConnectedBarProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly selection: RowSelection<ConnectionFilter>;
  readonly total: number | null;
}

/** What can be done with the connected clients that are ticked. */
export function ConnectedBar({ installation, rules, selection, total }: ConnectedBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const bulk = useConnectedBulk(installation.id, selection.clear);
  const [isOpen, setOpen] = useState(false);
  const listed = rules.filter(({ scope }) => scope === 'listed');
  const start = (action: ConnectedAction) => {
    bulk.start(action);
    setOpen(true);
    if (action === 'disconnect') bulk.previewing.mutate({ action, selection: selection.request });
  };
  const { job } = bulk;
  const isRunning = job !== undefined && isUnderWay(job);
  return (
    <>
      <SelectionBar
        selection={selection}
        total={total}
        say={(count, shown) => (
          <Sentence>
            {t('connecting.connected.selected', { count, replace: { count: strong(shown) } })}
          </Sentence>
        )}
      >
        {isRunning && !isOpen ? (
          <Button onClick={() => setOpen(true)}>
            {t('clients.bulk.underWay', { done: format.number(job.done), total: format.number(job.total) })}
          </Button>
        ) : (
          <>
            {listed.length > 0 && (
              <>
                <Button
                  variant="filled"
                  leftSection={<IconFolderPlus size={16} aria-hidden />}
                  onClick={() => start('extend')}
                >
                  {t('connecting.connected.bulk.extend.gesture')}
                </Button>
                <Button
                  leftSection={<IconFolderMinus size={16} aria-hidden />}
                  onClick={() => start('withdraw')}
                >
                  {t('connecting.connected.bulk.withdraw.gesture')}
                </Button>
              </>
            )}
            <Button leftSection={<IconPlugX size={16} aria-hidden />} onClick={() => start('disconnect')}>
              {t('connecting.connected.bulk.disconnect.gesture')}
            </Button>
            <ConnectedExport installation={installation.id} selection={selection.request} />
          </>
        )}
      </SelectionBar>
      <ConnectedBulkDialog
        bulk={bulk}
        isOpen={isOpen}
        rules={listed}
        selection={selection}
        onClose={() => {
          setOpen(false);
          if (!isRunning) bulk.leave();
        }}
      />
    </>
  );
}
