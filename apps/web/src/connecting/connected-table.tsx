import { ActionIcon, Menu } from '@mantine/core';
import type { Connection, Installation, Rule } from '@navette/api';
import { IconAlertCircle, IconDots, IconFolders, IconKey, IconPlugX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { MoreRows } from '../table/more-rows.tsx';
import type { ListedRows } from '../table/use-pages.ts';
import type { RowSelection } from '../table/use-selection.ts';
import styles from './connected-table.module.css';

interface ConnectedTableProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly connections: ListedRows<Connection>;
  readonly selection: RowSelection;
  readonly onChange: (connection: Connection) => void;
  readonly onDisconnect: (connection: Connection) => void;
}

const helper = createColumnHelper<typeof features, Connection>();

export function ConnectedTable(props: ConnectedTableProps) {
  const { installation, rules, connections, selection, onChange, onDisconnect } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { label } = installation.clientKey;
  const keyLabel = language === 'fr' ? typeset(label.fr) : label.en;
  const columns = useMemo(
    () =>
      helper.columns([
        helper.display({
          id: 'client',
          header: () => t('connecting.connected.columns.client'),
          cell: ({ row }) => <ClientLink connection={row.original} />,
        }),
        helper.display({
          id: 'key',
          header: () => keyLabel,
          cell: ({ row: { original } }) => (
            <span className={styles.key}>
              <span className="mono cut" title={original.clientKey}>
                {original.clientKey}
              </span>
              {original.clientKeyLabel && original.clientKeyLabel !== original.clientName && (
                <span className={`${styles.quiet} cut`} title={original.clientKeyLabel}>
                  {original.clientKeyLabel}
                </span>
              )}
            </span>
          ),
        }),
        helper.display({
          id: 'folders',
          header: () => t('connecting.connected.columns.folders'),
          cell: ({ row }) => <FolderTags ruleIds={row.original.ruleIds} rules={rules} />,
        }),
        helper.display({
          id: 'state',
          header: () => t('connecting.connected.columns.state'),
          cell: ({ row }) => <State state={row.original.state} />,
        }),
        helper.display({
          id: 'since',
          header: () => t('connecting.connected.columns.since'),
          cell: ({ row }) => <span className={styles.quiet}>{format.dateTime(row.original.createdAt)}</span>,
        }),
        helper.display({
          id: 'menu',
          header: () => <span className={styles.hidden}>{t('general.gesture')}</span>,
          cell: ({ row }) => (
            <RowMenu connection={row.original} onChange={onChange} onDisconnect={onDisconnect} />
          ),
        }),
      ]),
    [t, format, keyLabel, rules, onChange, onDisconnect],
  );
  const { rows, total, isLoading, hasMore, showMore } = connections;
  const table = useTable({ features, columns, data: rows, getRowId });
  return (
    <DataTable
      table={table}
      label={t('connecting.connected.title')}
      className={styles.table}
      isLoading={isLoading}
      selection={selection}
      nameOf={nameOf}
      total={total}
      widthsPx={widthsPx}
      after={hasMore && <MoreRows hasMore isLoading={false} onMore={showMore} />}
    />
  );
}

const widthsPx = { key: 240, folders: 260, state: 110, since: 150, menu: 56 };
const getRowId = ({ id }: Connection) => id;
const nameOf = ({ clientName }: Connection) => clientName;

function ClientLink({ connection: { clientId, clientName } }: { connection: Connection }) {
  const firm = useFirmId();
  return (
    <Link
      to="/cabinets/$firm/dossiers/$client/connexions"
      params={{ firm, client: clientId }}
      className={`${styles.client} cut`}
      title={clientName}
      data-row-link
    >
      {clientName}
    </Link>
  );
}

/** The folders that a client sends: those of its own, and that some are everybody's. */
function FolderTags({ ruleIds, rules }: { ruleIds: readonly string[]; rules: readonly Rule[] }) {
  const { t } = useTranslation();
  const sent = rules.filter(({ id, scope }) => scope === 'all' || ruleIds.includes(id));
  if (sent.length === 0) return <span className={styles.quiet}>{t('connecting.connected.noFolder')}</span>;
  return (
    <span className={styles.tags}>
      {sent.map(({ id, sourcePath }) => (
        <span key={id} className={styles.tag} title={sourcePath}>
          {sourcePath}
        </span>
      ))}
    </span>
  );
}

function State({ state }: { state: Connection['state'] }) {
  const { t } = useTranslation();
  if (state !== 'stopped')
    return <span className={styles.quiet}>{t(`connecting.connected.states.${state}`)}</span>;
  return (
    <span className={styles.stopped} title={t('connecting.connected.stoppedHelp')}>
      <IconAlertCircle size={14} aria-hidden />
      {t('connecting.connected.states.stopped')}
    </span>
  );
}

interface RowMenuProps {
  readonly connection: Connection;
  readonly onChange: (connection: Connection) => void;
  readonly onDisconnect: (connection: Connection) => void;
}

function RowMenu({ connection, onChange, onDisconnect }: RowMenuProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { clientId, clientName } = connection;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('connecting.connected.actions', { client: clientName })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onChange(connection)}>
          {t('connecting.connected.changeKey')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolders size={16} aria-hidden />}
          renderRoot={(props: object) => (
            <Link to="/cabinets/$firm/dossiers/$client" params={{ firm, client: clientId }} {...props} />
          )}
        >
          {t('connecting.connected.openClient')}
        </Menu.Item>
        <Menu.Item
          color="rouge"
          leftSection={<IconPlugX size={16} aria-hidden />}
          onClick={() => onDisconnect(connection)}
        >
          {t('connecting.connected.disconnect')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
