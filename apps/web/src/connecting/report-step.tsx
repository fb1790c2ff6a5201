import { Button } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { IconCircleCheck, IconFolderPlus, IconPencil, IconPlugX } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import page from '../client-import/import-page.module.css';
import side from '../client-import/import-side.module.css';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import { BackfillDialog } from '../rules/backfill-dialog.tsx';
import { ConnectingFoot } from './connecting-foot.tsx';
import type { ConnectingStep } from './connecting-search.ts';
import { ImportReport } from './import-report.tsx';
import { ImportRows } from './import-rows.tsx';
import styles from './report-step.module.css';
import type { AccessOutcome } from './use-access.ts';
import { type LoggedAccess, useConnectingLog } from './use-connecting-log.ts';
import { useConnectionImport } from './use-connection-import.ts';

const route = '/cabinets/$firm/applications/$installation/connecter';

interface ReportStepProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** None where keys alone are changed. */
  readonly rule: Rule | undefined;
  readonly goTo: (step: ConnectingStep) => void;
}

/** Third step: what was connected, changed and left out, and where to go from here. */
export function ReportStep({ installation, rules, rule, goTo }: ReportStepProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const { import: job } = useSearch({ from: route });
  const read = useConnectionImport(installation.id, job).data;
  const { log } = useConnectingLog(rule?.id ?? installation.id);
  const [isBackfilling, setBackfilling] = useState(false);
  const isEmpty = !read && log.accesses.length === 0 && log.extended === null;
  return (
    <>
      <div className={read ? page.work : styles.work}>
        {read && <ImportRows read={read} installation={installation} rules={rules} rule={rule} />}
        <aside className={read ? page.side : styles.side} aria-label={t('connecting.report.title')}>
          {read && <ImportReport read={read} installation={installation.id} />}
          {rule && isEmpty && (
            <p className={side.card}>{t('connecting.report.nothing', { path: rule.sourcePath })}</p>
          )}
          {log.extended !== null && (
            <section className={side.card}>
              <ul className={side.counts}>
                <li>
                  <IconFolderPlus size={16} aria-hidden />
                  {t('connecting.report.extended', { count: log.extended })}
                  <b>{format.number(log.extended)}</b>
                </li>
              </ul>
            </section>
          )}
          {log.accesses.length > 0 && <OneByOneReport accesses={log.accesses} />}
          <section className={side.card}>
            {rule && !isEmpty && (
              <p>
                <Sentence>
                  {t('connecting.report.now', { path: strong(rule.meansToday), name: installation.name })}
                </Sentence>
              </p>
            )}
            <div className={styles.gestures}>
              <Button
                renderRoot={(props) => (
                  <Link
                    to={route}
                    params={{ firm, installation: installation.id }}
                    search={{ memes: true }}
                    {...props}
                  />
                )}
              >
                {t('connecting.report.another')}
              </Button>
              {rule && (
                <Button onClick={() => setBackfilling(true)}>{t('connecting.report.backfill')}</Button>
              )}
              <Button onClick={() => goTo('dossiers')}>{t('connecting.report.more')}</Button>
            </div>
          </section>
        </aside>
      </div>
      {rule && (
        <BackfillDialog
          firm={firm}
          installationId={installation.id}
          applicationName={installation.name}
          ruleIds={[rule.id]}
          isOpen={isBackfilling}
          onClose={() => setBackfilling(false)}
        />
      )}
      <ConnectingFoot>
        <Button onClick={() => goTo('dossiers')}>{t('general.back')}</Button>
        <Button
          variant="filled"
          renderRoot={(props) => (
            <Link
              to="/cabinets/$firm/applications/$installation"
              params={{ firm, installation: installation.id }}
              search={{ onglet: 'dossiers' }}
              {...props}
            />
          )}
        >
          {t('connecting.report.seeConnected')}
        </Button>
      </ConnectingFoot>
    </>
  );
}

const icons = {
  connected: <IconCircleCheck size={16} color="var(--ok)" aria-hidden />,
  changed: <IconPencil size={16} aria-hidden />,
  extended: <IconFolderPlus size={16} aria-hidden />,
  disconnected: <IconPlugX size={16} aria-hidden />,
} as const;

const reported = ['connected', 'changed', 'extended', 'disconnected'] as const satisfies AccessOutcome[];

/** What was done client by client. */
function OneByOneReport({ accesses }: { accesses: readonly LoggedAccess[] }) {
  const { t } = useTranslation();
  return (
    <section className={side.card}>
      <h2>{t('connecting.report.oneByOne')}</h2>
      <ul className={side.counts}>
        {reported.map((outcome) => {
          const names = accesses
            .filter((each) => each.outcome === outcome)
            .map(({ clientName }) => clientName);
          if (names.length === 0) return null;
          return (
            <li key={outcome}>
              {icons[outcome]}
              <span>
                {t(`connecting.report.${outcome === 'extended' ? 'extendedRows' : outcome}`)}
                <span className={styles.names}>{names.join(', ')}</span>
              </span>
              <b>{names.length}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
