import type { ClientImport } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconFileSpreadsheet, IconInfoCircle } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import { SearchField } from '../frame/search-field.tsx';
import { useFormat } from '../language/use-format.ts';
import { ImportRowTable } from './import-row-table.tsx';
import styles from './import-rows.module.css';
import type { RowFilter } from './import-search.ts';
import { useImportRows } from './use-import.ts';

interface ImportRowsProps {
  readonly read: ClientImport;
  /** The preview is being computed anew. */
  readonly isComputing: boolean;
}

const route = '/cabinets/$firm/dossiers/importer';

/** The rows of the file, with what each would do and what is wrong with it. */
export function ImportRows({ read, isComputing }: ImportRowsProps) {
  const { t } = useTranslation();
  const { lignes, recherche = '' } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const show = (only: RowFilter | undefined, search: string) =>
    void navigate({
      replace: true,
      search: {
        import: read.job.id,
        ...(only ? { lignes: only } : {}),
        ...(search ? { recherche: search } : {}),
      },
    });
  const [typed, setTyped] = useTypedSearch(recherche, (text) => show(lignes, text));
  const list = useImportRows(read.job.id, { only: lignes, search: recherche });
  const { query, rows } = list;
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
        <RowChips read={read} only={lignes} onShow={(only) => show(only, recherche)} />
        <SearchField
          className={styles.search}
          label={t('imports.search')}
          value={typed}
          onChange={setTyped}
        />
      </div>
      {query.error && rows.length === 0 ? (
        <div className={styles.none}>
          <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: rows have no link: the keys scroll the list itself
        <div className={styles.rows} data-stale={query.isPlaceholderData || isComputing} tabIndex={0}>
          {!query.isPending && rows.length === 0 ? (
            <p className={styles.none}>{t('imports.noRow')}</p>
          ) : (
            <ImportRowTable list={list} isApplied={read.job.state !== 'preview'} />
          )}
        </div>
      )}
    </section>
  );
}

/** What was understood of the file, so that a wrong guess is seen. */
function FileFacts({ read }: { read: ClientImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = t('imports.facts.rows', { count: read.rows, replace: { count: format.number(read.rows) } });
  const facts = [
    rows,
    read.sheet && t('imports.facts.sheet', { name: read.sheet }),
    read.separator && t(`imports.facts.separator.${separatorName(read.separator)}`),
    read.encoding && t('imports.facts.encoding', { name: read.encoding.toUpperCase() }),
    read.otherSheets.length > 0 && t('imports.facts.otherSheets', { names: read.otherSheets.join(', ') }),
  ];
  return facts.filter(Boolean).join(' · ');
}

function separatorName(separator: string): 'semicolon' | 'comma' | 'tab' {
  if (separator === ';') return 'semicolon';
  return separator === ',' ? 'comma' : 'tab';
}

interface RowChipsProps {
  readonly read: ClientImport;
  readonly only: RowFilter | undefined;
  readonly onShow: (only: RowFilter | undefined) => void;
}

function RowChips({ read, only, onShow }: RowChipsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const chips: readonly [RowFilter, number, ReactNode?][] = [
    ['erreurs', read.errors, <IconAlertCircle key="i" size={14} color="var(--ko)" aria-hidden />],
    ['averifier', read.warnings, <IconInfoCircle key="i" size={14} color="var(--nt-i)" aria-hidden />],
    ['creer', read.create, <IconCircleCheck key="i" size={14} color="var(--ok)" aria-hidden />],
    ['modifier', read.update, <IconCircleCheck key="i" size={14} color="var(--ok)" aria-hidden />],
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
        {t('imports.rows.all')}
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
            {t(`imports.rows.${filter}`)}
          </FilterChip>
        ))}
    </div>
  );
}
