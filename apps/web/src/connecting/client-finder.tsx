import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type Client, type Installation, routes } from '@navette/api';
import { IconCircleCheck, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FilterChip } from '../frame/filter-chip.tsx';
import { formatSiret } from '../language/format.ts';
import { moreOf } from '../table/more-rows.tsx';
import { usePagedRows } from '../table/use-paged-rows.ts';
import styles from './client-finder.module.css';
import { RowSkeletons } from './row-skeletons.tsx';

interface ClientFinderProps {
  readonly installation: Installation;
  readonly chosenId: string | undefined;
  readonly onChoose: (client: Client) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

const quietMs = 200;

/** The clients, found by typing; the arrows go through them, Enter chooses one. Those connected already are marked. */
export function ClientFinder({ installation, chosenId, onChoose, ref }: ClientFinderProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [isConnectedOnly, setConnectedOnly] = useState(false);
  const [search] = useDebouncedValue(typed.trim(), quietMs);
  const filter = {
    ...(search ? { search } : {}),
    ...(isConnectedOnly ? { connected: installation.id } : {}),
  };
  const found = usePagedRows(keys.clients(firm, { ...filter, finder: true }), (cursor, signal) =>
    api.call(routes.listClients, { params: { firm }, query: { ...filter, cursor, limit: 50 }, signal }),
  );
  const { query, rows } = found;
  const [activeId, setActiveId] = useState<string>();
  const activeIndex = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );
  const active = rows[activeIndex];
  const optionId = (id: string) => `${listId}-${id}`;
  // The list scrolls with the arrows, not when rows come.
  const isMoving = useRef(false);
  useEffect(() => {
    if (!isMoving.current || !active) return;
    isMoving.current = false;
    list.current?.querySelector(`[data-client="${active.id}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  // Enter follows at once on what was typed: it waits until that is found.
  const isFound = search === typed.trim() && !query.isPlaceholderData && !query.isFetching;
  const isEntered = useRef(false);
  useEffect(() => {
    if (!isFound || !isEntered.current) return;
    isEntered.current = false;
    if (active) onChoose(active);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (isFound && active) onChoose(active);
      else isEntered.current = true;
      return;
    }
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = rows[activeIndex + by];
    if (by === 0 || !next) return;
    event.preventDefault();
    isMoving.current = true;
    setActiveId(next.id);
  };
  return (
    <section className={styles.finder} aria-label={t('connecting.one.list')}>
      <div className={styles.head}>
        <TextInput
          ref={ref}
          type="search"
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder={t('connecting.one.search')}
          aria-label={t('connecting.one.search')}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={active && optionId(active.id)}
          value={typed}
          onChange={(event) => {
            isEntered.current = false;
            setTyped(event.currentTarget.value);
            setActiveId(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <div className={styles.chips}>
          <FilterChip isOn={!isConnectedOnly} canClear={false} onChange={() => setConnectedOnly(false)}>
            {t('connecting.one.all')}
          </FilterChip>
          <FilterChip isOn={isConnectedOnly} onChange={setConnectedOnly} count={installation.connections}>
            {t('connecting.one.connected')}
          </FilterChip>
          <span className={styles.hint}>{t('connecting.one.hint')}</span>
        </div>
      </div>
      {query.error && rows.length === 0 ? (
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <RowSkeletons />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its options are no stops of Tab: the keys scroll the list itself
        <div ref={list} className={styles.list} data-stale={query.isPlaceholderData} tabIndex={0}>
          <div id={listId} role="listbox" aria-label={t('connecting.one.list')}>
            {rows.map((client) => (
              <ClientOption
                key={client.id}
                id={optionId(client.id)}
                client={client}
                isActive={client.id === active?.id}
                isChosen={client.id === chosenId}
                isConnected={client.connections.some((each) => each.installationId === installation.id)}
                onChoose={() => {
                  setActiveId(client.id);
                  onChoose(client);
                }}
              />
            ))}
          </div>
          {rows.length === 0 && (
            <p className={styles.none}>
              {t(
                search
                  ? 'connecting.one.none'
                  : isConnectedOnly
                    ? 'connecting.one.noneConnected'
                    : 'connecting.one.noClient',
              )}
            </p>
          )}
          {moreOf(found)}
        </div>
      )}
    </section>
  );
}

interface ClientOptionProps {
  readonly id: string;
  readonly client: Client;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isConnected: boolean;
  readonly onChoose: () => void;
}

function ClientOption({ id, client, isActive, isChosen, isConnected, onChoose }: ClientOptionProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above takes the keys
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      data-active={isActive}
      data-client={client.id}
      className={styles.option}
      onClick={onChoose}
    >
      <span className={styles.name}>
        <span className="cut" title={client.name}>
          {client.name}
        </span>
        <span className={styles.facts}>
          {[client.code, client.siret && formatSiret(client.siret)].filter(Boolean).join(' · ')}
        </span>
      </span>
      {isConnected && (
        <span className={styles.mark}>
          <IconCircleCheck size={14} aria-hidden />
          {t('connecting.one.isConnected')}
        </span>
      )}
    </div>
  );
}
