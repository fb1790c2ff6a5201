import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../frame/filter-chip.tsx';
import { SearchField } from '../frame/search-field.tsx';
import { useFormat } from '../language/use-format.ts';
import { MoreRows } from '../table/more-rows.tsx';
import styles from './client-ticks.module.css';

export interface TickableClient {
  readonly id: string;
  readonly name: string;
  readonly isTicked: boolean;
}

interface ClientTicksProps {
  readonly rows: readonly TickableClient[];
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly isOnlyTicked: boolean;
  readonly onOnlyTicked: (isOnly: boolean) => void;
  /** How many are ticked in all. */
  readonly ticked: number;
  readonly onTick: (client: TickableClient, isTicked: boolean) => void;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** The firm's clients, to tick one by one; among thousands they are searched on the server. */
export function ClientTicks(props: ClientTicksProps) {
  const { rows, search, onSearch, isOnlyTicked, onOnlyTicked, ticked, onTick, isLoading, hasMore, onMore } =
    props;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.ticks}>
      <div className={styles.bar}>
        <SearchField
          className={styles.search}
          label={t('people.ticks.search')}
          value={search}
          onChange={onSearch}
        />
        <FilterChip isOn={isOnlyTicked} onChange={onOnlyTicked} count={format.number(ticked)}>
          {t('people.ticks.onlyTicked')}
        </FilterChip>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard */}
      <ul className={styles.list} aria-label={t('people.ticks.list')} aria-busy={isLoading} tabIndex={0}>
        {rows.map((client) => (
          <li key={client.id}>
            <Checkbox
              size="xs"
              className={styles.row}
              label={client.name}
              checked={client.isTicked}
              onChange={(event) => onTick(client, event.currentTarget.checked)}
            />
          </li>
        ))}
        {rows.length === 0 && !isLoading && (
          <li className={styles.empty}>
            {t(isOnlyTicked && search === '' ? 'people.ticks.noneTicked' : 'people.ticks.none')}
          </li>
        )}
        {hasMore && (
          <li>
            <MoreRows hasMore isLoading={isLoading} onMore={onMore} />
          </li>
        )}
      </ul>
    </div>
  );
}
