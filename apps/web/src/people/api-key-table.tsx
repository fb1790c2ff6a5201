import { Button, VisuallyHidden } from '@mantine/core';
import type { ApiKey } from '@navette/api';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import styles from './api-key-table.module.css';
import { scopeWords } from './scope-words.ts';
import { StateMark } from './state-mark.tsx';

interface ApiKeyTableProps {
  /** Absent while they load. */
  readonly rows: ApiKey[] | undefined;
  readonly onRevoke: (key: ApiKey) => void;
}

const helper = createColumnHelper<typeof features, ApiKey>();
const none: ApiKey[] = [];

export function ApiKeyTable({ rows, onRevoke }: ApiKeyTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('people.keys.columns.name'),
          cell: ({ row: { original } }) => (
            <span className={styles.lines}>
              <span className={`cut ${styles.name}`} title={original.name}>
                {original.name}
              </span>
              <code className={styles.prefix}>{original.prefix}…</code>
            </span>
          ),
        }),
        helper.accessor('scopes', {
          header: () => t('people.keys.columns.scopes'),
          cell: ({ getValue }) => (
            <span className={styles.scopes}>
              {getValue().map((scope) => (
                <span key={scope} className={styles.scope}>
                  {t(`people.keys.scopeShort.${scopeWords[scope]}`)}
                </span>
              ))}
            </span>
          ),
        }),
        helper.accessor('createdAt', {
          id: 'created',
          header: () => t('people.keys.columns.created'),
          cell: ({ row: { original } }) => (
            <span className={styles.lines}>
              <span>{format.dateTime(original.createdAt)}</span>
              <span className={styles.second}>
                {t('people.keys.createdBy', { name: original.createdBy.name })}
              </span>
            </span>
          ),
        }),
        helper.accessor('lastUsedAt', {
          id: 'used',
          header: () => t('people.keys.columns.used'),
          cell: ({ getValue }) => {
            const at = getValue();
            return (
              <>
                <span className={styles.onPhone}>{t('people.keys.usedOnPhone')} </span>
                {at ? format.dateTime(at) : t('people.keys.neverUsed')}
              </>
            );
          },
        }),
        helper.accessor('expiresAt', {
          id: 'expires',
          header: () => t('people.keys.columns.expires'),
          cell: ({ getValue }) => {
            const at = getValue();
            return at ? format.dateTime(at) : t('people.keys.neverExpires');
          },
        }),
        helper.accessor('state', {
          header: () => t('people.keys.columns.state'),
          cell: ({ getValue }) => (
            <StateMark tone={getValue() === 'active' ? 'plain' : 'ended'}>
              {t(`people.keys.state.${getValue()}`)}
            </StateMark>
          ),
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row: { original } }) =>
            original.state === 'revoked' ? null : (
              <Button
                className={styles.revoke}
                variant="subtle"
                color="rouge"
                aria-label={t('people.keys.revokeOf', { name: original.name })}
                onClick={() => onRevoke(original)}
              >
                {t('people.keys.revoke')}
              </Button>
            ),
        }),
      ]),
    [t, format, onRevoke],
  );
  const table = useTable({ features, columns, data: rows ?? none, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('people.tabs.cles')}
      className={styles.table}
      isLoading={rows === undefined}
      rowHeightPx={52}
    />
  );
}
