import { Button, Skeleton } from '@mantine/core';
import type { Installation } from '@navette/api';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { ConnectedClients } from '../connecting/connected-clients.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { InstallationMapping } from '../mapping/installation-mapping.tsx';
import { RulesDesk } from '../rules/rules-desk.tsx';
import { useInstallation } from '../rules/use-installation.ts';
import { InstallationHead } from './installation-head.tsx';
import styles from './installation-page.module.css';
import { type InstallationTab, tabsOf } from './installation-search.ts';
import { SettingsTab } from './settings-tab.tsx';

const route = '/cabinets/$firm/applications/$installation';

/** On a phone the tabs are wider than the screen. */
function showWhole(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** One application of the firm: its connected clients, its rules, its mapping, its settings. */
export function InstallationPage() {
  const { t } = useTranslation();
  const { firm, installation: id } = useParams({ from: route });
  const { installation, error, refetch } = useInstallation(firm, id);
  usePageTitle(installation?.name);
  if (error)
    return (
      <div className={styles.alone}>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (installation === undefined)
    return (
      <div className={styles.waiting} aria-busy>
        <Skeleton height={12} width={180} radius="sm" mb={12} />
        <Skeleton height={22} width={280} radius="sm" />
      </div>
    );
  if (installation === null)
    return (
      <div className={styles.alone}>
        <h1>{t('installation.notFound')}</h1>
        <Button
          renderRoot={(props) => <Link to="/cabinets/$firm/applications" params={{ firm }} {...props} />}
        >
          {t('installation.backToAll')}
        </Button>
      </div>
    );
  return <Page key={id} firm={firm} installation={installation} />;
}

function Page({ firm, installation }: { firm: string; installation: Installation }) {
  const { t } = useTranslation();
  const { onglet } = useSearch({ from: route });
  const tabs = tabsOf(installation);
  const [first = 'dossiers'] = tabs;
  const shown = tabs.find((tab) => tab === onglet) ?? first;
  return (
    <>
      <InstallationHead firm={firm} installation={installation} />
      <nav className={styles.tabs} aria-label={t('installation.tabs.label', { name: installation.name })}>
        {tabs.map((tab) => (
          <Link
            key={tab}
            to={route}
            params={{ firm, installation: installation.id }}
            search={{ onglet: tab }}
            className={styles.tab}
            aria-current={tab === shown ? 'page' : undefined}
            ref={tab === shown ? showWhole : undefined}
          >
            {t(`installation.tabs.${tab}`)}
          </Link>
        ))}
      </nav>
      <div className={styles.part}>
        <Part tab={shown} firm={firm} installation={installation} />
      </div>
    </>
  );
}

interface PartProps {
  readonly tab: InstallationTab;
  readonly firm: string;
  readonly installation: Installation;
}

function Part({ tab, firm, installation }: PartProps) {
  switch (tab) {
    case 'dossiers':
      return <ConnectedClients installation={installation} />;
    case 'mapping':
      return <InstallationMapping firm={firm} installation={installation} />;
    case 'regles':
      return <RulesDesk firm={firm} installationId={installation.id} />;
    case 'reglages':
      return <SettingsTab firm={firm} installation={installation} />;
  }
}
