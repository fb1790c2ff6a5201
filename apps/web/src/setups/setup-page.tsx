import { Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { SetupFinished } from './setup-finished.tsx';
import styles from './setup-page.module.css';
import { SetupWizard } from './setup-wizard.tsx';
import { useSetup } from './use-setup.ts';

/** The wizard of an application: left and come back to, it is where it was. */
export function SetupPage() {
  const { t } = useTranslation();
  const { firm, setup: id } = useParams({ from: '/cabinets/$firm/applications/assistant/$setup' });
  const { data: setup, error, refetch } = useSetup(firm, id);
  usePageTitle(setup && t('setups.title', { name: setup.partner }));
  if (error && !setup)
    return (
      <div className={styles.alone}>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!setup)
    return (
      <div className={styles.alone} aria-busy>
        <Skeleton height={28} width={240} radius="sm" />
        <Skeleton height={22} radius="sm" />
        <Skeleton height={320} radius="md" />
      </div>
    );
  if (setup.endedAt !== null) return <SetupFinished firm={firm} setup={setup} />;
  return <SetupWizard key={id} firm={firm} setup={setup} />;
}
