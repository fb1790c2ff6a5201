import { Button } from '@mantine/core';
import type { ErrorCode } from '@navette/model';
import { IconCopy, IconFileAlert, IconInfoCircle, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useIsStaff } from '../api/firm.ts';
import { TechnicalDetail } from '../applications/technical-detail.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useUploads } from '../uploads/use-uploads.ts';
import { canRetryHelp, nextStepOf } from './next-step.ts';
import styles from './reason-note.module.css';
import { splitReason } from './split-reason.ts';
import type { ToldDelivery } from './time-line.ts';
import { useDeliveryActions } from './use-delivery-actions.ts';

/** Why a delivery waits or failed, what to do, who can, and the buttons to do it. Nothing when all goes well. */
export function ReasonNote({ delivery }: { delivery: ToldDelivery }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const step = nextStepOf(delivery);
  const isStaff = useIsStaff();
  if (step.kind === 'none') return null;
  const { reason, state, heldReason } = delivery;
  const text = reason
    ? sentenceOf(reason, language)
    : state === 'held' && heldReason
      ? t(`status.held.${heldReason}`)
      : '';
  if (text === '') return null;
  const isDuplicate = state === 'held' && heldReason === 'duplicate';
  const [what, cure] = splitReason(text);
  const tone = state === 'undelivered' ? 'warn' : isDuplicate ? 'duplicate' : 'quiet';
  const Icon =
    tone === 'warn'
      ? IconFileAlert
      : tone === 'duplicate'
        ? IconCopy
        : state === 'held'
          ? IconPlayerPause
          : IconInfoCircle;
  return (
    <div className={styles.note} data-tone={tone}>
      <Icon size={16} aria-hidden />
      <div className={styles.text}>
        <b>{what}</b>
        {cure && <p>{cure}</p>}
        {state === 'undelivered' && reason && (
          <p className={styles.who}>{t('history.whoCanAct', { who: t(`general.who.${reason.who}`) })}</p>
        )}
        {state !== 'undelivered' && state !== 'held' && <p className={styles.who}>{t('history.byItself')}</p>}
        <TechnicalDetail
          words={reason?.words}
          label={t('history.partnerWords')}
          isOpen={toldByWords.has(reason?.code ?? '')}
        />
        <Gestures delivery={delivery} isStaff={isStaff} />
      </div>
    </div>
  );
}

/** Their sentence sends to the partner's answer. */
const toldByWords: ReadonlySet<string> = new Set<ErrorCode>(['document_refused', 'rejected_later']);

function sentenceOf(reason: NonNullable<ToldDelivery['reason']>, language: 'fr' | 'en'): string {
  return language === 'fr' ? typeset(reason.fr) : reason.en;
}

function Gestures({ delivery, isStaff }: { delivery: ToldDelivery; isStaff: boolean }) {
  const { t } = useTranslation();
  const step = nextStepOf(delivery);
  const actions = useDeliveryActions(delivery);
  const uploads = useUploads();
  if (step.kind === 'decide' && isStaff) {
    return actions.isSettingAside ? (
      <div className={styles.gestures} role="status">
        <span>{t('history.settingAside')}</span>
        <Button className={styles.small} onClick={actions.undoSetAside}>
          {t('general.undo')}
        </Button>
      </div>
    ) : (
      <div className={styles.gestures}>
        <Button className={styles.small} loading={actions.isActing} onClick={actions.release}>
          {t('history.release')}
        </Button>
        <Button className={styles.small} variant="subtle" color="gray" onClick={actions.setAside}>
          {t('history.setAside')}
        </Button>
      </div>
    );
  }
  if (step.kind !== 'new_version' && step.kind !== 'retry') return null;
  const isVersionFirst = step.kind === 'new_version';
  return (
    <div className={styles.gestures}>
      {isVersionFirst && (
        <Button className={styles.small} onClick={() => uploads.chooseVersion(delivery.documentId)}>
          {t('history.newVersion')}
        </Button>
      )}
      {isStaff && (
        <Button
          className={styles.small}
          {...(isVersionFirst ? { variant: 'subtle', color: 'gray' } : {})}
          loading={actions.isActing}
          onClick={actions.retry}
        >
          {isVersionFirst && !canRetryHelp(delivery.reason) ? t('history.retryAsIs') : t('history.retry')}
        </Button>
      )}
    </div>
  );
}
