import { Button } from '@mantine/core';
import type { Installation, InstallationFigures } from '@navette/api';
import { IconAlertCircle, IconPlayerPause, IconTool } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './installation-card.module.css';
import { shortReasonOf } from './short-reason.ts';
import { TechnicalDetail } from './technical-detail.tsx';
import { useDayWords } from './use-day-words.ts';
import { useInstallationGestures } from './use-installation-gestures.ts';
import { useOpenSetup } from './use-open-setup.ts';

interface InstallationStateProps {
  readonly installation: Installation;
  readonly figures: InstallationFigures | undefined;
  readonly onRenew: () => void;
}

/** Whether it runs, since when it does not and why, and what sets it going again. */
export function InstallationState(props: InstallationStateProps) {
  switch (props.installation.state) {
    case 'stopped':
      return <Stopped {...props} />;
    case 'paused':
      return <Paused {...props} />;
    case 'preparing':
      return <Preparing {...props} />;
    default:
      return <Active {...props} />;
  }
}

interface StateProps {
  readonly light: ReactNode;
  readonly word: string;
  readonly gesture?: ReactNode;
  readonly children?: ReactNode;
}

function State({ light, word, gesture, children }: StateProps) {
  return (
    <div className={styles.state}>
      <div className={styles.told}>
        <p className={styles.word}>
          {light}
          <b>{word}</b>
        </p>
        {children}
      </div>
      {gesture && <div className={styles.gesture}>{gesture}</div>}
    </div>
  );
}

function Active({ figures }: InstallationStateProps) {
  const { t } = useTranslation();
  const day = useDayWords();
  const last = figures?.lastSentAt ?? null;
  const isToday = last !== null && day.isToday(last);
  const word = figures?.connections === 0 ? 'unused' : isToday || !figures ? 'active' : 'idle';
  return (
    <State
      light={<span className={styles.dot} data-hollow={word !== 'active'} aria-hidden />}
      word={t(`applications.state.${word}`)}
    >
      <p>{figures && (last === null ? t('applications.neverSent') : day.lastSent(last))}</p>
      {figures && figures.held > 0 && <p>{t('applications.heldToo', { count: figures.held })}</p>}
    </State>
  );
}

function Paused({ installation }: InstallationStateProps) {
  const { t } = useTranslation();
  const day = useDayWords();
  const { role } = useFirm();
  const { resuming } = useInstallationGestures(installation);
  const { pausedAt, pausedBy } = installation;
  const time = pausedAt && day.full(pausedAt);
  return (
    <State
      light={<IconPlayerPause size={16} aria-hidden />}
      word={t('applications.state.paused')}
      gesture={
        role === 'admin' && (
          <Button loading={resuming.isPending} onClick={() => resuming.mutate()}>
            {t('applications.resume')}
          </Button>
        )
      }
    >
      {time && (
        <p>
          {pausedBy
            ? t('applications.pausedBy', { name: pausedBy, time })
            : t('applications.pausedOn', { time })}
        </p>
      )}
      {role !== 'admin' && <p>{t('applications.askAdmin')}</p>}
    </State>
  );
}

function Stopped({ installation, figures, onRenew }: InstallationStateProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = useDayWords();
  const { role } = useFirm();
  const { reason, stoppedAt } = installation;
  const short = shortReasonOf(reason?.code);
  return (
    <State
      light={<IconAlertCircle size={16} aria-hidden />}
      word={
        short
          ? t('applications.state.stoppedFor', { reason: t(`applications.stoppedFor.${short}`) })
          : t('applications.state.stopped')
      }
      gesture={role === 'admin' && <Repair installation={installation} onRenew={onRenew} />}
    >
      {stoppedAt && figures && (
        <p>{t('applications.heldSince', { count: figures.held, since: day.since(stoppedAt) })}</p>
      )}
      {reason && <p>{language === 'fr' ? typeset(reason.fr) : reason.en}</p>}
      <TechnicalDetail words={role === 'admin' ? reason?.words : null} />
    </State>
  );
}

function Repair({ installation, onRenew }: Pick<InstallationStateProps, 'installation' | 'onRenew'>) {
  const { t } = useTranslation();
  const { id: firm } = useFirm();
  const { rechecking } = useInstallationGestures(installation);
  if (installation.kind !== 'email') return <Button onClick={onRenew}>{t('applications.renew')}</Button>;
  return (
    <>
      <Button
        renderRoot={(props) => (
          <Link
            to="/cabinets/$firm/parametres"
            params={{ firm }}
            search={{ partie: 'messagerie' }}
            {...props}
          />
        )}
      >
        {t('applications.toMail')}
      </Button>
      <Button loading={rechecking.isPending} onClick={() => rechecking.mutate()}>
        {t('applications.recheck')}
      </Button>
    </>
  );
}

function Preparing({ installation }: InstallationStateProps) {
  const { t } = useTranslation();
  const { role } = useFirm();
  const setup = useOpenSetup();
  return (
    <State
      light={<IconTool size={16} aria-hidden />}
      word={t('applications.state.preparing')}
      gesture={
        role === 'admin' && (
          <Button loading={setup.isPending} onClick={() => setup.open({ installationId: installation.id })}>
            {t('applications.resumeSetup')}
          </Button>
        )
      }
    >
      <p>{t('applications.preparingHelp')}</p>
    </State>
  );
}
