import { Checkbox, Skeleton } from '@mantine/core';
import type { Application } from '@navette/api';
import { IconShield } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useLanguage } from '../language/language.ts';
import { AddDrawer } from './add-drawer.tsx';
import { type ApplicationsSearch, type Category, categories, isFound } from './applications-search.ts';
import { CatalogueTable } from './catalogue-table.tsx';
import styles from './unused-applications.module.css';
import { useCatalogue } from './use-applications.ts';

const route = '/cabinets/$firm/applications';

/** The catalogue but for what the firm has: for administrators, by whom alone this is shown. @param used ids of applications */
export function UnusedApplications({ used }: { used: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const search = useSearch({ from: route });
  const { recherche, categorie, toutes = false } = search;
  const { data, error, refetch } = useCatalogue(useFirmId(), true);
  const [adding, setAdding] = useState<Application | null>(null);
  const offered = data?.items.filter(({ id }) => toutes || !used.has(id)) ?? [];
  const found = offered.filter(({ name, partner, summary, kind }) =>
    isFound(recherche, [name, partner, summary[language], t(`applications.kind.${kind}`)]),
  );
  const shown = found.filter(({ kind }) => categorie === undefined || kind === categories[categorie]);
  return (
    <section className={styles.section} aria-labelledby="applications-unused">
      <header className={styles.head}>
        <div className={styles.title}>
          <h2 id="applications-unused">{t('applications.unused.title')}</h2>
          <p>
            <IconShield size={14} aria-hidden />
            {t('applications.unused.admins')}
          </p>
        </div>
        <Chips found={found} search={search} />
      </header>
      {error && !data ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={240} radius="lg" aria-hidden />
      ) : shown.length === 0 ? (
        <p className={styles.none}>
          {t(offered.length === 0 ? 'applications.unused.none' : 'applications.unused.noneFound')}
        </p>
      ) : (
        <CatalogueTable applications={shown} used={used} onAdd={setAdding} />
      )}
      <AddDrawer application={adding} onClose={() => setAdding(null)} />
    </section>
  );
}

interface ChipsProps {
  readonly found: readonly Application[];
  readonly search: ApplicationsSearch;
}

function Chips({ found, search: { categorie, toutes = false } }: ChipsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: route });
  const narrow = (chosen: Category | undefined) =>
    void navigate({
      replace: true,
      search: ({ categorie: _, ...kept }) => (chosen === undefined ? kept : { ...kept, categorie: chosen }),
    });
  return (
    <div className={styles.filters}>
      <Checkbox
        size="xs"
        checked={toutes}
        label={t('applications.unused.withUsed')}
        onChange={(event) => {
          const isOn = event.currentTarget.checked;
          void navigate({
            replace: true,
            search: ({ toutes: _, ...kept }) => (isOn ? { ...kept, toutes: true } : kept),
          });
        }}
      />
      <div className={styles.chips}>
        <FilterChip
          isOn={categorie === undefined}
          canClear={false}
          count={found.length}
          onChange={() => narrow(undefined)}
        >
          {t('applications.unused.all')}
        </FilterChip>
        {(Object.keys(categories) as Category[]).map((each) => (
          <FilterChip
            key={each}
            isOn={categorie === each}
            canClear={false}
            count={found.filter(({ kind }) => kind === categories[each]).length}
            onChange={() => narrow(each)}
          >
            {t(`applications.unused.category.${each}`)}
          </FilterChip>
        ))}
      </div>
    </div>
  );
}
