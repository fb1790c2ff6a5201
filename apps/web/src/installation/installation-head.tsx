import { Button } from '@mantine/core';
import type { Installation } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ApplicationMark } from '../applications/application-mark.tsx';
import { useOpenSetup } from '../applications/use-open-setup.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './installation-page.module.css';

interface InstallationHeadProps {
  readonly firm: string;
  readonly installation: Installation;
}

/** What an application is, how it stands, and whose account it uses. */
export function InstallationHead({ firm, installation }: InstallationHeadProps) {
  const { t } = useTranslation();
  const isAdmin = useFirm().role === 'admin';
  const { open, isPending } = useOpenSetup();
  const { id, name, kind, state } = installation;
  return (
    <header className={styles.head}>
      <ApplicationMark name={name} kind={kind} />
      <div className={styles.identity}>
        <p className={styles.crumb}>
          <Link to="/cabinets/$firm/applications" params={{ firm }}>
            {t('installation.toAll')}
          </Link>{' '}
          / {t(`applications.kind.${kind}`)}
        </p>
        <h1>{name}</h1>
        <Light installation={installation} />
      </div>
      {state === 'preparing' && isAdmin && (
        <Button variant="filled" loading={isPending} onClick={() => open({ installationId: id })}>
          {t('installation.resume')}
        </Button>
      )}
    </header>
  );
}

/** A light is never without its word; the reason of a stop comes with it. */
function Light({ installation }: { installation: Installation }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { state, reason, stoppedAt, identity, checkedAt } = installation;
  const checked =
    checkedAt === null
      ? identity
      : identity === null
        ? t('installation.checkedAlone', { time: format.dateTime(checkedAt) })
        : t('installation.checked', { identity, time: format.dateTime(checkedAt) });
  return (
    <p className={styles.light} data-state={state}>
      <span className={styles.dot} aria-hidden />
      <b>
        {t(`installation.state.${state}`)}
        {stoppedAt !== null && ` ${t('installation.stoppedSince', { time: format.dateTime(stoppedAt) })}`}
      </b>
      {reason && <span>{language === 'fr' ? typeset(reason.fr) : reason.en}</span>}
      {checked && <span className={styles.quiet}>{checked}</span>}
    </p>
  );
}
