import { Skeleton } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../client-import/import-page.module.css';
import { Steps } from '../frame/steps.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { ClientsStep } from './clients-step.tsx';
import { type ConnectingStep, connectingSteps } from './connecting-search.ts';
import { FolderStep } from './folder-step.tsx';
import { ReportStep } from './report-step.tsx';
import { useFolders, useInstallation } from './use-connecting.ts';
import { noteExtended } from './use-connecting-log.ts';

const route = '/cabinets/$firm/applications/$installation/connecter';

/** Connecting clients to an application: which folder, which clients, what became of it. The address holds where one is. */
export function ConnectingPage() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { installation: id } = useParams({ from: route });
  const { query, installation } = useInstallation(id);
  const folders = useFolders(id);
  const title = installation && t('connecting.title', { name: installation.name });
  usePageTitle(title);
  const problem = query.error ?? folders.error;
  return (
    <div className={page.page}>
      <header className={page.head}>
        <nav className={page.crumb} aria-label={t('connecting.applications')}>
          {t('connecting.applications')}
          {installation && ` / ${installation.name}`}
        </nav>
        <h1>{title ?? '\u00a0'}</h1>
      </header>
      {problem && (!installation || !folders.data) ? (
        <div className={page.problem}>
          <ProblemNote
            error={problem}
            onRetry={() => {
              void query.refetch();
              void folders.refetch();
            }}
          />
        </div>
      ) : query.data && !installation ? (
        <p className={page.problem}>
          {t('connecting.unknown')}{' '}
          <Link to="/cabinets/$firm/dossiers" params={{ firm }}>
            {t('general.toClients')}
          </Link>
        </p>
      ) : installation && folders.data ? (
        <ConnectingWork installation={installation} rules={folders.data.items} />
      ) : (
        <div className={page.loading} aria-busy="true">
          <Skeleton height={24} width={420} maw="100%" radius="sm" />
          <Skeleton height={360} mt={16} radius="lg" />
        </div>
      )}
    </div>
  );
}

function ConnectingWork({
  installation,
  rules,
}: {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
}): ReactNode {
  const { t } = useTranslation();
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const rule = rules.find(({ id }) => id === search.regle);
  const step: ConnectingStep = rule ? (search.etape ?? 'repertoire') : 'repertoire';
  const goTo = (next: ConnectingStep) =>
    void navigate({
      search: ({ etape: _, memes: __, ...others }) => (next === 'repertoire' ? others : { ...others, etape: next }),
    });
  return (
    <>
      <Steps
        label={t('connecting.steps')}
        current={step}
        steps={connectingSteps.map((key) => ({
          key,
          name: t(`connecting.step.${key}`),
          aside: key === 'repertoire' && step !== 'repertoire' ? rule?.sourcePath : undefined,
        }))}
        onBack={goTo}
      />
      {step === 'repertoire' || !rule ? (
        <FolderStep
          installation={installation}
          rules={rules}
          rule={rule}
          isForSame={search.memes === true}
          onChoose={({ id }) => void navigate({ replace: true, search: { regle: id } })}
          onSaved={({ id }, extended) => {
            if (extended !== null) noteExtended(id, extended);
            void navigate({ replace: true, search: { regle: id } });
          }}
          onNext={() => goTo('dossiers')}
        />
      ) : step === 'dossiers' ? (
        <ClientsStep installation={installation} rules={rules} rule={rule} goTo={goTo} />
      ) : (
        <ReportStep installation={installation} rules={rules} rule={rule} goTo={goTo} />
      )}
    </>
  );
}
