import { Button, Modal } from '@mantine/core';
import { type Connection, type Installation, type Rule, routes } from '@navette/api';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import list from '../clients/clients-page.module.css';
import { useFormat } from '../language/use-format.ts';
import { usePages } from '../table/use-pages.ts';
import { useSeenRows } from '../table/use-seen-rows.ts';
import { useSelection } from '../table/use-selection.ts';
import { ClientAccess } from './client-access.tsx';
import { ConnectedBar } from './connected-bar.tsx';
import styles from './connected-clients.module.css';
import { ConnectedFilters } from './connected-filters.tsx';
import { type ConnectedSearch, filterOf } from './connected-search.ts';
import { ConnectedTable } from './connected-table.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { useFolders } from './use-connecting.ts';

const route = '/cabinets/$firm/applications/$installation';
const connecting = '/cabinets/$firm/applications/$installation/connecter';
const noRules: readonly Rule[] = [];
const firstPageSize = 40;
const pageSize = 200;

/** The clients connected to an application, on its page: found, changed and disconnected, one by one or together. */
export function ConnectedClients({ installation }: { installation: Installation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const firm = useFirmId();
  const place = { firm, installation: installation.id };
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const show = (next: ConnectedSearch) =>
    void navigate({
      replace: true,
      search: ({ recherche: _, repertoire: __, etat: ___, ...others }) => ({ ...others, ...next }),
    });
  const { recherche, repertoire, etat } = search;
  const filter = useMemo(
    () =>
      filterOf({
        ...(recherche ? { recherche } : {}),
        ...(repertoire ? { repertoire } : {}),
        ...(etat ? { etat } : {}),
      }),
    [recherche, repertoire, etat],
  );
  const rules = useFolders(installation.id).data?.items ?? noRules;
  const table = useRef<HTMLDivElement>(null);
  const filterKey = JSON.stringify(filter);
  const onNearEnd = useRef(() => {});
  const connections = usePages<Connection>({
    place: installation.id,
    filterKey,
    seen: useSeenRows(table, filterKey, onNearEnd),
    queryKey: (cursor) => keys.connectionList(firm, installation.id, { ...filter, cursor, page: true }),
    fetchPage: (cursor, signal) =>
      api.call(routes.listConnections, {
        params: place,
        query: { ...filter, cursor, limit: cursor === undefined ? firstPageSize : pageSize },
        signal,
      }),
  });
  onNearEnd.current = connections.showMore;
  const { rows, total } = connections;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useSelection({ rows: ids, total, filter, place: installation.id });
  const [changing, setChanging] = useState<Connection | null>(null);
  const [leaving, setLeaving] = useState<Connection | null>(null);
  const isFiltered = filterKey !== '{}';
  const isEmpty = !connections.isLoading && rows.length === 0;
  return (
    <section className={styles.connected} aria-label={t('connecting.connected.title')}>
      <header className={styles.head}>
        <p className={styles.count} aria-live="polite">
          {total === null
            ? '\u00a0'
            : t('connecting.connected.count', { count: total, replace: { count: format.number(total) } })}
        </p>
        <span className={styles.gestures}>
          {(!isEmpty || isFiltered) && (
            <Button
              leftSection={<IconFileImport size={16} aria-hidden />}
              renderRoot={(props) => (
                <Link to={connecting} params={place} search={{ cles: true }} {...props} />
              )}
            >
              {t('connecting.connected.byFile')}
            </Button>
          )}
          <Button
            variant="filled"
            leftSection={<IconPlus size={16} aria-hidden />}
            renderRoot={(props) => <Link to={connecting} params={place} {...props} />}
          >
            {t('connecting.connected.connect')}
          </Button>
        </span>
      </header>
      {(!isEmpty || isFiltered) && <ConnectedFilters search={search} rules={rules} onChange={show} />}
      {connections.error && rows.length === 0 ? (
        <ProblemNote error={connections.error} onRetry={connections.retry} />
      ) : (
        <div ref={table} className={list.card} data-stale={connections.isStale}>
          {isEmpty ? (
            <div className={list.empty}>
              <p>
                {isFiltered
                  ? t('connecting.connected.noneFound')
                  : t('connecting.connected.none', { name: installation.name })}
              </p>
              {isFiltered && (
                <Button onClick={() => show({})}>{t('connecting.connected.clearFilters')}</Button>
              )}
            </div>
          ) : (
            <ConnectedTable
              installation={installation}
              rules={rules}
              connections={connections}
              selection={selection}
              onChange={setChanging}
              onDisconnect={setLeaving}
            />
          )}
        </div>
      )}
      <ConnectedBar installation={installation} rules={rules} selection={selection} total={total} />
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={changing?.clientName}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        {changing && (
          <ClientAccess
            installation={installation}
            rules={rules}
            client={{ id: changing.clientId, name: changing.clientName }}
            onDone={() => setChanging(null)}
          />
        )}
      </Modal>
      {leaving && (
        <DisconnectDialog installation={installation} connection={leaving} onClose={() => setLeaving(null)} />
      )}
    </section>
  );
}
