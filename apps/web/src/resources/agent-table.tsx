import { Button, VisuallyHidden } from '@mantine/core';
import type { routes } from '@navette/api';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import styles from './resources-page.module.css';

export type Agent = z.infer<(typeof routes.listAgents)['answer']>['items'][number];

interface AgentTableProps {
  /** Absent while they load. */
  readonly rows: Agent[] | undefined;
  readonly onRevoke: (agent: Agent) => void;
}

const helper = createColumnHelper<typeof features, Agent>();
const none: Agent[] = [];

export function AgentTable({ rows, onRevoke }: AgentTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('resources.columns.name'),
          cell: ({ getValue }) => <span className={styles.name}>{getValue()}</span>,
        }),
        helper.accessor('userName', { header: () => t('resources.columns.user') }),
        helper.accessor('version', {
          header: () => t('resources.columns.version'),
          cell: ({ row: { original } }) => `${original.version} · ${original.platform}`,
        }),
        helper.accessor('lastContactAt', {
          id: 'contact',
          header: () => t('resources.columns.contact'),
          cell: ({ getValue }) => {
            const at = getValue();
            return at ? format.dateTime(at) : t('resources.never');
          },
        }),
        helper.accessor('hotFolders', {
          header: () => t('resources.columns.hotFolders'),
          cell: ({ getValue }) => format.number(getValue()),
        }),
        helper.accessor('waiting', {
          header: () => t('resources.columns.waiting'),
          cell: ({ getValue }) => (
            <span>
              {format.number(getValue())}
              <span className={styles.onPhone}> {t('resources.waitingOnPhone')}</span>
            </span>
          ),
        }),
        helper.accessor('refused', {
          header: () => t('resources.columns.refused'),
          cell: ({ getValue }) => (
            <span className={getValue() > 0 ? styles.refused : undefined}>
              {format.number(getValue())}
              <span className={styles.onPhone}> {t('resources.refusedOnPhone', { count: getValue() })}</span>
            </span>
          ),
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row: { original } }) => (
            <Button
              className={styles.revoke}
              variant="subtle"
              color="rouge"
              aria-label={t('resources.revokeNamed', { name: original.name })}
              onClick={() => onRevoke(original)}
            >
              {t('resources.revoke')}
            </Button>
          ),
        }),
      ]),
    [t, format, onRevoke],
  );
  const table = useTable({ features, columns, data: rows ?? none, getRowId: ({ id }) => id });
  return (
    <div className={styles.scroll}>
      <DataTable
        table={table}
        label={t('resources.agents')}
        className={styles.table}
        isLoading={rows === undefined}
      />
    </div>
  );
}
