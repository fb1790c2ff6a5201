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
import { useInstallation } from '../rules/use-installation.ts';
import { ClientsStep } from './clients-step.tsx';
import { type ConnectingStep, connectingSteps } from './connecting-search.ts';
import { FolderStep } from './folder-step.tsx';
import { ReportStep } from './report-step.tsx';
import { useFolders } from './use-connecting.ts';
import { noteExtended } from './use-connecting-log.ts';

const route = '/cabinets/$firm/applications/$installation/connecter';

/** Connecting clients to an application: which folder, which clients, what became of it. The address holds where one is. */
export function ConnectingPage() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { installation: id } = useParams({ from: route });
  const { installation, error, refetch } = useInstallation(firm, id);
  const { cles } = useSearch({ from: route });
  const folders = useFolders(id);
  const title = installation
    ? t(cles ? 'connecting.titleKeys' : 'connecting.title', { name: installation.name })
    : undefined;
  usePageTitle(title);
  const problem = error ?? folders.error;
  return (
    <div className={page.page}>
      <header className={page.head}>
        <nav className={page.crumb} aria-label={t('connecting.applications')}>
          <Link to="/cabinets/$firm/applications" params={{ firm }}>
            {t('connecting.applications')}
          </Link>
          {' / '}
          {installation && (
            <Link to="/cabinets/$firm/applications/$installation" params={{ firm, installation: id }}>
              {installation.name}
            </Link>
          )}
        </nav>
        <h1>{title ?? '\u00a0'}</h1>
      </header>
      {problem && installation !== null && (!installation || !folders.data) ? (
        <div className={page.problem}>
          <ProblemNote
            error={problem}
            onRetry={() => {
              void refetch();
              void folders.refetch();
            }}
          />
        </div>
      ) : installation === null ? (
        <p className={page.problem}>
          {t('connecting.unknown')}{' '}
          <Link to="/cabinets/$firm/applications" params={{ firm }}>
            {t('connecting.applications')}
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
  const { cles = false } = search;
  const rule = cles ? undefined : rules.find(({ id }) => id === search.regle);
  const step: ConnectingStep = cles
    ? (search.etape ?? 'dossiers')
    : rule
      ? (search.etape ?? 'repertoire')
      : 'repertoire';
  const goTo = (next: ConnectingStep) =>
    void navigate({
      search: ({ etape: _, memes: __, import: job, lignes: ___, ...others }) => ({
        ...others,
        ...(next === 'repertoire' ? {} : { etape: next }),
        // Whoever leaves the report of an import goes on with another one.
        ...(job && step !== 'compte-rendu' ? { import: job } : {}),
      }),
    });
  return (
    <>
      <Steps
        label={t('connecting.steps')}
        current={step}
        steps={connectingSteps
          .filter((key) => !cles || key !== 'repertoire')
          .map((key) => ({
            key,
            name: t(`connecting.step.${key}`),
            aside: key === 'repertoire' && step !== 'repertoire' ? rule?.sourcePath : undefined,
          }))}
        onBack={goTo}
      />
      {step === 'repertoire' ? (
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
