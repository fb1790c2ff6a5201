import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import page from '../frame/page.module.css';
import { SearchField } from '../frame/search-field.tsx';
import { useFormat } from '../language/use-format.ts';
import { FilterMenu } from '../table/filter-menu.tsx';
import { ListCard } from '../table/list-card.tsx';
import { InviteButton } from './invite-form.tsx';
import { MemberDrawer } from './member-drawer.tsx';
import { MemberTable } from './member-table.tsx';
import styles from './people.module.css';
import { type PeopleSearch, readPeopleSearch, roles, states } from './people-search.ts';
import { usePeople } from './use-people.ts';

const route = '/cabinets/$firm/utilisateurs';

/** The people of the firm: searched and filtered on the server; each opens as a card at the right. */
export function PeopleTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const firm = useFirmId();
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const list = usePeople(firm, search);
  const { rows, total } = list;
  const narrow = (name: keyof PeopleSearch, value: string | null) =>
    void navigate({
      replace: true,
      search: ({ [name]: _, ...old }) => (value ? readPeopleSearch({ ...old, [name]: value }) : old),
    });
  const [typed, setTyped] = useTypedSearch(
    search.recherche ?? '',
    (recherche) =>
      void navigate({
        replace: true,
        search: ({ recherche: _, ...old }) => (recherche ? { ...old, recherche } : old),
      }),
  );
  return (
    <>
      <search className={styles.filters}>
        <SearchField className={styles.search} label={t('people.search')} value={typed} onChange={setTyped} />
        <FilterMenu
          label={t('people.anyRole')}
          value={search.role ?? null}
          options={roles.map((value) => ({ value, label: t(`frame.role.${value}`) }))}
          onChange={(value) => narrow('role', value)}
        />
        <FilterMenu
          label={t('people.anyState')}
          value={search.etat ?? null}
          options={states.map((value) => ({ value, label: t(`people.state.${value}`) }))}
          onChange={(value) => narrow('etat', value)}
        />
        <p className={page.note} role="status">
          {total !== null && t('people.count', { count: total, replace: { count: format.number(total) } })}
        </p>
        <InviteButton />
      </search>
      <ListCard
        list={list}
        className={`${page.card} ${styles.card}`}
        none={<p className={styles.empty}>{t('people.none')}</p>}
      >
        <MemberTable list={list} openId={search.personne} />
      </ListCard>
      <MemberDrawer person={search.personne} rows={rows} />
    </>
  );
}
