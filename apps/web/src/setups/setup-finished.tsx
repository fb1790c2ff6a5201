import { Button } from '@mantine/core';
import { routes, type Setup } from '@navette/api';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { useFormat } from '../language/use-format.ts';
import { BackfillDialog } from '../rules/backfill-dialog.tsx';
import styles from './setup-finished.module.css';

/** The wizard has ended: from when documents leave, and what one may do next. */
export function SetupFinished({ firm, setup }: { firm: string; setup: Setup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, partner, connected, rules, endedAt, installationId } = setup;
  const { data } = useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
  });
  const startedAt = data?.items.find(({ id }) => id === installationId)?.startedAt ?? null;
  const isNew = startedAt !== null && startedAt === endedAt;
  const count = (value: number) => ({ count: value, replace: { count: format.number(value) } });
  return (
    <div className={styles.page}>
      <section className={styles.card} aria-labelledby="setup-finished">
        <IconCircleCheck size={32} aria-hidden className={styles.mark} />
        <div className={styles.words} role="status">
          <h1 id="setup-finished">{t('setups.finished.title', { name })}</h1>
          {startedAt && isNew && (
            <p className={styles.since}>
              {t('setups.finished.since', { at: format.dateTime(startedAt), partner })}
            </p>
          )}
          {startedAt && !isNew && <p>{t('setups.finished.already', { name })}</p>}
          <p>
            {t('setups.finished.facts.clients', count(connected))},{' '}
            {t('setups.finished.facts.rules', count(rules))}.
          </p>
          {isNew && <p>{t('setups.finished.present')}</p>}
        </div>
        <div className={styles.gestures}>
          <Button
            variant="filled"
            renderRoot={(props) => (
              <Link
                to="/cabinets/$firm/applications/$installation"
                params={{ firm, installation: installationId ?? '' }}
                {...props}
              />
            )}
          >
            {t('setups.finished.open')}
          </Button>
          <Button renderRoot={(props) => <Link to="/cabinets/$firm/envois" params={{ firm }} {...props} />}>
            {t('setups.finished.deliveries')}
          </Button>
          {isNew && installationId !== null && (
            <SendPresent firm={firm} installationId={installationId} name={name} />
          )}
        </div>
      </section>
    </div>
  );
}

/** What was there before stays, unless one asks for it here. */
function SendPresent({ firm, installationId, name }: { firm: string; installationId: string; name: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('rules.backfill.open')}</Button>
      <BackfillDialog
        firm={firm}
        installationId={installationId}
        applicationName={name}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
