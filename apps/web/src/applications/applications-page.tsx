import { Skeleton } from '@mantine/core';
import type { Installation } from '@navette/api';
import { IconApps } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import page from '../frame/page.module.css';
import { SearchField } from '../frame/search-field.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './applications-page.module.css';
import { isFound } from './applications-search.ts';
import { InstallationCard } from './installation-card.tsx';
import { RequestButton } from './request-button.tsx';
import { RequestList } from './request-list.tsx';
import { UnusedApplications } from './unused-applications.tsx';
import { useFigures, useInstallations } from './use-applications.ts';

const route = '/cabinets/$firm/applications';

/** The applications of the firm, and for administrators those that it could add. */
export function ApplicationsPage() {
  const { t } = useTranslation();
  usePageTitle(t('applications.title'));
  const firm = useFirm();
  const isAdmin = firm.role === 'admin';
  const { recherche } = useSearch({ from: route });
  const { data, error, refetch } = useInstallations(firm.id);
  const found = data?.items.filter(({ name, partner, kind }) =>
    isFound(recherche, [name, partner, t(`applications.kind.${kind}`)]),
  );
  // What is to be mended is seen first; the others stay where one knows them.
  const shown = found?.toSorted((one, other) => Number(isStopped(other)) - Number(isStopped(one)));
  return (
    <div className={page.page}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{t('applications.title')}</h1>
          <Summary items={data?.items} />
        </div>
        {!isAdmin && <RequestButton />}
        <Search />
      </header>
      {isAdmin && <RequestList />}
      {error && !data ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Cards shown={shown} total={data?.items.length ?? 0} />
      )}
      {isAdmin && data && (
        <UnusedApplications used={new Set(data.items.map(({ application }) => application))} />
      )}
    </div>
  );
}

function Summary({ items }: { items: readonly Installation[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (items === undefined || items.length === 0) return null;
  const broken = items.filter(isStopped).length;
  const values = { count: items.length, broken: format.number(broken) };
  return (
    <p className={page.note}>
      {broken > 0 ? t('applications.toRepair', values) : t('applications.count', values)}
    </p>
  );
}

function isStopped({ state }: Installation): boolean {
  return state === 'stopped';
}

function Search() {
  const { t } = useTranslation();
  const { recherche = '' } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const [typed, setTyped] = useTypedSearch(
    recherche,
    (text) =>
      void navigate({
        replace: true,
        search: ({ recherche: _, ...kept }) => (text ? { ...kept, recherche: text } : kept),
      }),
  );
  return (
    <search>
      <SearchField
        className={styles.search}
        label={t('applications.search')}
        value={typed}
        onChange={setTyped}
      />
    </search>
  );
}

interface CardsProps {
  /** `undefined` while they are fetched. */
  readonly shown: readonly Installation[] | undefined;
  readonly total: number;
}

function Cards({ shown, total }: CardsProps) {
  const { t } = useTranslation();
  const { id, role } = useFirm();
  const { data: figures } = useFigures(id);
  if (shown === undefined)
    return (
      <div className={styles.cards} aria-busy="true">
        {['one', 'two', 'three'].map((each) => (
          <Skeleton key={each} height={182} radius="lg" />
        ))}
      </div>
    );
  if (total === 0)
    return (
      <div className={styles.empty}>
        <IconApps size={32} aria-hidden />
        <h2>{t('applications.empty.title')}</h2>
        <p>{t(role === 'admin' ? 'applications.empty.admin' : 'applications.empty.others')}</p>
      </div>
    );
  if (shown.length === 0) return <p className={styles.none}>{t('applications.noneFound')}</p>;
  return (
    <div className={styles.cards}>
      {shown.map((installation) => (
        <InstallationCard
          key={installation.id}
          installation={installation}
          figures={figures?.get(installation.id)}
        />
      ))}
    </div>
  );
}
