import { Modal } from '@mantine/core';
import type { ConnectionImport, Installation, Rule } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconFileSpreadsheet, IconInfoCircle } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from '../client-import/import-rows.module.css';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useFormat } from '../language/use-format.ts';
import { ClientAccess } from './client-access.tsx';
import type { RowFilter } from './connecting-search.ts';
import { ImportRowTable } from './import-row-table.tsx';
import { type ConnectionRow, useConnectionRows } from './use-connection-import.ts';

interface ImportRowsProps {
  readonly read: ConnectionImport;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** None where keys alone are changed. */
  readonly rule: Rule | undefined;
}

const route = '/cabinets/$firm/applications/$installation/connecter';

/** The rows of the file, errors first, with what each would do, or did. */
export function ImportRows({ read, installation, rules, rule }: ImportRowsProps) {
  const { t } = useTranslation();
  const { lignes } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const show = (only: RowFilter | undefined) =>
    void navigate({
      replace: true,
      search: ({ lignes: _, ...others }) => (only ? { ...others, lignes: only } : others),
    });
  const list = useConnectionRows(installation.id, read.job.id, lignes);
  const { query, rows } = list;
  // Rows that name no client exactly, and were connected by hand to the one they meant.
  const [fixed, setFixed] = useState<ReadonlyMap<number, string>>(() => new Map());
  const [fixing, setFixing] = useState<ConnectionRow | null>(null);
  return (
    <section className={styles.card}>
      <header className={styles.head}>
        <IconFileSpreadsheet size={20} aria-hidden />
        <div className={styles.file}>
          <h2 className="cut" title={read.fileName}>
            {read.fileName}
          </h2>
          <p>
            <FileFacts read={read} />
          </p>
        </div>
      </header>
      <div className={styles.filters}>
        <RowChips read={read} only={lignes} onShow={show} />
      </div>
      {query.error && rows.length === 0 ? (
        <div className={styles.none}>
          <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: most rows have no link: the keys scroll the list itself
        <div className={styles.rows} data-stale={query.isPlaceholderData} tabIndex={0}>
          {!query.isPending && rows.length === 0 ? (
            <p className={styles.none}>{t('connecting.rows.none')}</p>
          ) : (
            <ImportRowTable
              list={list}
              read={read}
              installation={installation}
              fixed={fixed}
              onFix={setFixing}
            />
          )}
        </div>
      )}
      <Modal
        opened={fixing !== null}
        onClose={() => setFixing(null)}
        title={fixing?.nearClient?.name}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        {fixing?.nearClient && (
          <ClientAccess
            installation={installation}
            rules={rules}
            forRule={rule}
            client={fixing.nearClient}
            // A secret came masked: it is asked again.
            initialKey={installation.clientKey.isSecret ? '' : fixing.key}
            onDone={() => {
              const { row, nearClient } = fixing;
              if (nearClient) setFixed((before) => new Map(before).set(row, nearClient.name));
              setFixing(null);
            }}
          />
        )}
      </Modal>
    </section>
  );
}

/** What was understood of the file, so that a wrong guess is seen. */
function FileFacts({ read }: { read: ConnectionImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, sheet, separator, encoding } = read;
  const facts = [
    t('connecting.rows.count', { count: rows, replace: { count: format.number(rows) } }),
    sheet && t('connecting.rows.sheet', { name: sheet }),
    separator && t(`connecting.rows.separator.${separatorName(separator)}`),
    encoding && t('connecting.rows.encoding', { name: encoding.toUpperCase() }),
  ];
  return facts.filter(Boolean).join(' · ');
}

function separatorName(separator: string): 'semicolon' | 'comma' | 'tab' {
  if (separator === ';') return 'semicolon';
  return separator === ',' ? 'comma' : 'tab';
}

interface RowChipsProps {
  readonly read: ConnectionImport;
  readonly only: RowFilter | undefined;
  readonly onShow: (only: RowFilter | undefined) => void;
}

/** What rows are called once they are done. */
const doneWords = { connecter: 'connected', changer: 'changed', etendre: 'extendedRows' } as const;

function RowChips({ read, only, onShow }: RowChipsProps) {
  const isDone = read.job.state === 'done';
  const { t } = useTranslation();
  const format = useFormat();
  const ready = <IconCircleCheck key="i" size={14} color="var(--ok)" aria-hidden />;
  const chips: readonly [RowFilter, number, ReactNode?][] = [
    ['erreurs', read.errors, <IconAlertCircle key="i" size={14} color="var(--ko)" aria-hidden />],
    ['averifier', read.warnings, <IconInfoCircle key="i" size={14} color="var(--nt-i)" aria-hidden />],
    ['connecter', read.connect, ready],
    ['changer', read.change, ready],
    ['etendre', read.extend, ready],
    ['inchanges', read.unchanged],
  ];
  return (
    <div className={styles.chips}>
      <FilterChip
        isOn={only === undefined}
        canClear={false}
        count={format.number(read.rows)}
        onChange={() => onShow(undefined)}
      >
        {t('connecting.rows.all')}
      </FilterChip>
      {chips
        .filter(([filter, count]) => count > 0 || filter === only)
        .map(([filter, count, icon]) => (
          <FilterChip
            key={filter}
            isOn={filter === only}
            count={format.number(count)}
            onChange={(isOn) => onShow(isOn ? filter : undefined)}
          >
            {icon}
            {isDone && filter in doneWords
              ? t(`connecting.report.${doneWords[filter as keyof typeof doneWords]}`)
              : t(`connecting.rows.${filter}`)}
          </FilterChip>
        ))}
    </div>
  );
}
