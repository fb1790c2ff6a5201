import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm, useIsStaff } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAttributes } from '../attributes/use-attributes.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useFormat } from '../language/use-format.ts';
import { useSelection } from '../table/use-selection.ts';
import { BulkBar } from './bulk-bar.tsx';
import { sortKeys, useShownColumns } from './client-columns.ts';
import { ClientFilters } from './client-filters.tsx';
import { ClientForm } from './client-form.tsx';
import { ClientTable } from './client-table.tsx';
import styles from './clients-page.module.css';
import { type ClientsSearch, filterOf, orderOf } from './clients-search.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { EmptyClients } from './empty-clients.tsx';
import { useClients } from './use-clients.ts';

const route = '/cabinets/$firm/dossiers';
const noAttributes: never[] = [];

/** The clients the person may see: searched, filtered and sorted on the server, all of it in the address; and acted on together. */
export function ClientsPage() {
  const { t } = useTranslation();
  usePageTitle(t('clients.title'));
  const { id: firm, role } = useFirm();
  const isStaff = useIsStaff();
  const format = useFormat();
  const [isCreating, setCreating] = useState(false);
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const show = useCallback(
    (next: ClientsSearch) => void navigate({ replace: true, search: next }),
    [navigate],
  );
  const attributes = useAttributes(firm).data ?? noAttributes;
  const columns = useShownColumns(firm, attributes);
  const filter = useMemo(() => filterOf(search, role), [search, role]);
  const list = useRef<HTMLDivElement>(null);
  const clients = useClients(list, firm, filter, orderOf(search.tri));
  const { rows, total } = clients;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useSelection({ rows: ids, total, filter, place: firm });
  const sort = {
    by: search.tri ?? 'nom',
    keys: sortKeys(attributes),
    onSort: (tri: string) => show(tri === 'nom' ? withoutSort(search) : { ...search, tri }),
  };
  const isEmpty = !clients.isLoading && rows.length === 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('clients.title')}</h1>
          <p className={styles.count} aria-live="polite">
            {total === null
              ? '\u00a0'
              : t('clients.count', { count: total, replace: { count: format.number(total) } })}
          </p>
        </div>
        <div className={styles.actions}>
          <ColumnsMenu columns={columns} />
          {isStaff && (
            <>
              <Button
                renderRoot={(props) => (
                  <Link to="/cabinets/$firm/dossiers/importer" params={{ firm }} {...props} />
                )}
                leftSection={<IconFileImport size={16} aria-hidden />}
              >
                {t('clients.import')}
              </Button>
              <Button
                variant="filled"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => setCreating(true)}
              >
                {t('clients.create')}
              </Button>
            </>
          )}
        </div>
      </header>
      <ClientFilters search={search} attributes={attributes} onChange={show} />
      {clients.error && rows.length === 0 ? (
        <ProblemNote error={clients.error} onRetry={clients.retry} />
      ) : (
        <div ref={list} className={styles.card} data-stale={clients.isStale}>
          {isEmpty ? (
            <EmptyClients search={search} onShow={show} onCreate={() => setCreating(true)} />
          ) : (
            <ClientTable
              rows={rows}
              total={total}
              columns={columns.shown}
              sort={sort}
              selection={isStaff ? selection : undefined}
              isLoading={clients.isLoading}
              hasMore={clients.hasMore}
              onMore={clients.showMore}
            />
          )}
        </div>
      )}
      {isStaff && (
        <BulkBar
          selection={selection}
          total={total}
          isArchive={search.etat === 'archives'}
          attributes={attributes}
        />
      )}
      <ClientForm isOpen={isCreating} onClose={() => setCreating(false)} />
    </div>
  );
}

function withoutSort({ tri: _, ...others }: ClientsSearch): ClientsSearch {
  return others;
}
