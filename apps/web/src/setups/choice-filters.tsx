import type { Attribute } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { AttributeFilter } from '../clients/attribute-filter.tsx';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import { SearchField } from '../frame/search-field.tsx';
import styles from './clients-step.module.css';
import type { SetupSearch } from './setup-search.ts';

interface ChoiceFiltersProps {
  readonly search: SetupSearch;
  readonly attributes: readonly Attribute[];
  readonly onChange: (search: SetupSearch) => void;
}

/** What the clients to choose from are narrowed by: words, an attribute, and whether they are chosen. */
export function ChoiceFilters({ search, attributes, onChange }: ChoiceFiltersProps) {
  const { t } = useTranslation();
  const { recherche, choix, etape: _, ...others } = search;
  const [typed, setTyped] = useTypedSearch(recherche ?? '', (text) =>
    onChange({ ...others, ...(choix ? { choix } : {}), ...(text ? { recherche: text } : {}) }),
  );
  const searched = recherche ? { recherche } : {};
  return (
    <search className={styles.filters}>
      <SearchField
        className={styles.search}
        label={t('setups.clients.search')}
        value={typed}
        onChange={setTyped}
      />
      <AttributeFilter
        search={others}
        attributes={attributes}
        onChange={({ sans, attribut, valeur, tri }) =>
          onChange({
            ...searched,
            ...(choix ? { choix } : {}),
            ...(tri ? { tri } : {}),
            ...(sans ? { sans } : {}),
            ...(attribut && valeur ? { attribut, valeur } : {}),
          })
        }
      />
      {(['choisis', 'autres'] as const).map((word) => (
        <FilterChip
          key={word}
          isOn={choix === word}
          onChange={(isOn) => onChange({ ...others, ...searched, ...(isOn ? { choix: word } : {}) })}
        >
          {t(word === 'choisis' ? 'setups.clients.only.chosen' : 'setups.clients.only.others')}
        </FilterChip>
      ))}
    </search>
  );
}
