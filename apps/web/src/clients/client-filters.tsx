import { Button } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { routes } from '@navette/api';
import { IconArchive, IconPlugConnected, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirm, useIsStaff } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import { SearchField } from '../frame/search-field.tsx';
import { FilterMenu } from '../table/filter-menu.tsx';
import { AttributeFilter } from './attribute-filter.tsx';
import styles from './clients-page.module.css';
import { type ClientsSearch, collaboratorOf, countFilters, withCollaborator } from './clients-search.ts';
import { useCollaborators } from './use-people.ts';
import { useTypedSearch } from './use-typed-search.ts';

interface ClientFiltersProps {
  readonly search: ClientsSearch;
  readonly attributes: readonly Attribute[];
  readonly onChange: (search: ClientsSearch) => void;
}

/** What the list is narrowed by. All of it is in the address. */
export function ClientFilters({ search, attributes, onChange }: ClientFiltersProps) {
  const { t } = useTranslation();
  const isStaff = useIsStaff();
  const { role } = useFirm();
  const [typed, setTyped] = useTypedSearch(search.recherche ?? '', (recherche) =>
    onChange(without(search, 'recherche', recherche ? { recherche } : {})),
  );
  return (
    <search className={styles.filters}>
      <SearchField className={styles.search} label={t('clients.search')} value={typed} onChange={setTyped} />
      <div className={styles.chips}>
        <FilterChip
          isOn={search.nonTransmis === true}
          hasTriangle
          onChange={(isOn) => onChange(without(search, 'nonTransmis', isOn ? { nonTransmis: true } : {}))}
        >
          {t('clients.withUndelivered')}
        </FilterChip>
        {isStaff && (
          <>
            <CollaboratorFilter search={search} onChange={onChange} />
            <ApplicationFilter search={search} onChange={onChange} />
            <AttributeFilter search={search} attributes={attributes} onChange={onChange} />
            <FilterChip
              isOn={search.etat === 'archives'}
              onChange={(isOn) => onChange(without(search, 'etat', isOn ? { etat: 'archives' } : {}))}
            >
              <IconArchive size={16} aria-hidden />
              {t('clients.archivedOnes')}
            </FilterChip>
          </>
        )}
        {countFilters(search, role) > 1 && (
          <Button variant="subtle" className={styles.clearFilters} onClick={() => onChange(cleared(search))}>
            {t('clients.clearFilters')}
          </Button>
        )}
      </div>
    </search>
  );
}

interface FilterProps {
  readonly search: ClientsSearch;
  readonly onChange: (search: ClientsSearch) => void;
}

/** A collaborator has *Mes dossiers* on until he takes it off; an administrator sees everybody's. */
function CollaboratorFilter({ search, onChange }: FilterProps) {
  const { t } = useTranslation();
  const { id: firm, role } = useFirm();
  const people = useCollaborators(firm, true);
  const chosen = collaboratorOf(search, role);
  return (
    <FilterMenu
      label={t('clients.filters.collaborator')}
      icon={<IconUsers size={16} aria-hidden />}
      value={chosen === 'tous' ? null : chosen}
      options={[
        { value: 'moi', label: t('clients.filters.mine') },
        { value: 'personne', label: t('clients.filters.nobody') },
        ...people.map(({ id, name }, index) => ({ value: id, label: name, startsGroup: index === 0 })),
      ]}
      onChange={(value) => onChange(withCollaborator(search, value ?? 'tous', role))}
    />
  );
}

function ApplicationFilter({ search, onChange }: FilterProps) {
  const { t } = useTranslation();
  const { id: firm } = useFirm();
  const { data } = useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
  });
  const installations = data?.items.filter(({ state }) => state !== 'removed') ?? [];
  const named = installations.find(({ id }) => id === search.application)?.name;
  return (
    <FilterMenu
      label={t('clients.filters.application')}
      icon={<IconPlugConnected size={16} aria-hidden />}
      value={search.application ?? null}
      shown={named === undefined ? undefined : t('clients.filters.connectedTo', { name: named })}
      options={[
        { value: 'aucune', label: t('clients.filters.notConnected') },
        { value: 'connecte', label: t('clients.filters.connected') },
        ...installations.map(({ id, name }, index) => ({ value: id, label: name, startsGroup: index === 0 })),
      ]}
      onChange={(application) => onChange(without(search, 'application', application ? { application } : {}))}
    />
  );
}

function without(search: ClientsSearch, name: keyof ClientsSearch, then: ClientsSearch): ClientsSearch {
  const { [name]: _, ...others } = search;
  return { ...others, ...then };
}

/** The order stays: it is no filter. */
export function cleared({ tri }: ClientsSearch): ClientsSearch {
  return tri === undefined ? {} : { tri };
}
