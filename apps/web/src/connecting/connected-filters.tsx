import type { Rule } from '@navette/api';
import { IconAlertCircle, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import list from '../clients/clients-page.module.css';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import { SearchField } from '../frame/search-field.tsx';
import { FilterMenu } from '../table/filter-menu.tsx';
import type { ConnectedSearch } from './connected-search.ts';

interface ConnectedFiltersProps {
  readonly search: ConnectedSearch;
  readonly rules: readonly Rule[];
  readonly onChange: (search: ConnectedSearch) => void;
}

/** What the list of connected clients is narrowed by: words, a folder, those that the partner stopped. */
export function ConnectedFilters({ search, rules, onChange }: ConnectedFiltersProps) {
  const { t } = useTranslation();
  const { recherche = '', repertoire, etat } = search;
  const parts = {
    recherche: recherche ? { recherche } : {},
    repertoire: repertoire ? { repertoire } : {},
    etat: etat ? { etat } : {},
  };
  const [typed, setTyped] = useTypedSearch(recherche, (text) =>
    onChange({ ...parts.repertoire, ...parts.etat, ...(text ? { recherche: text } : {}) }),
  );
  const listed = rules.filter(({ scope }) => scope === 'listed');
  return (
    <search className={list.filters}>
      <SearchField
        className={list.search}
        label={t('connecting.connected.search')}
        value={typed}
        onChange={setTyped}
      />
      <div className={list.chips}>
        {(listed.length > 0 || repertoire) && (
          <FilterMenu
            label={t('connecting.connected.folder')}
            icon={<IconFolder size={16} aria-hidden />}
            options={listed.map(({ id, sourcePath }) => ({ value: id, label: sourcePath }))}
            value={repertoire ?? null}
            onChange={(id) =>
              onChange({ ...parts.recherche, ...parts.etat, ...(id ? { repertoire: id } : {}) })
            }
          />
        )}
        <FilterChip
          isOn={etat === 'arrete'}
          onChange={(isOn) =>
            onChange({ ...parts.recherche, ...parts.repertoire, ...(isOn ? { etat: 'arrete' } : {}) })
          }
        >
          <IconAlertCircle size={16} aria-hidden />
          {t('connecting.connected.states.stopped')}
        </FilterChip>
      </div>
    </search>
  );
}
