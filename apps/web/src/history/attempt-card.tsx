import type { Attempt } from '@navette/api';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyIcon } from '../frame/copy-icon.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './attempt-card.module.css';
import type { ToldDelivery } from './time-line.ts';

interface AttemptCardProps {
  readonly attempt: Attempt;
  readonly delivery: ToldDelivery;
  readonly isOpen: boolean;
}

/** One try: unfolds to the request, the code, the duration and the partner's own words. */
export function AttemptCard({ attempt, delivery, isOpen }: AttemptCardProps) {
  const { t } = useTranslation();
  const count = delivery.attempts.length;
  return (
    <details className={styles.card} open={isOpen}>
      <summary>
        <IconChevronRight size={14} className={styles.chevron} aria-hidden />
        <b>{t('history.attempt', { number: attempt.number })}</b>
        {count > 1 && <span>{t('history.ofAttempts', { count })}</span>}
        <span className={styles.answer}>
          <Answer attempt={attempt} />
        </span>
      </summary>
      <Facts attempt={attempt} delivery={delivery} />
    </details>
  );
}

function Answer({ attempt: { httpStatus, durationMs, outcome } }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (outcome === null) return t('history.underWay');
  if (durationMs === null) return httpStatus ?? t(`history.outcome.${outcome}`);
  const duration = format.duration(durationMs);
  return httpStatus === null
    ? t('history.inTime', { duration })
    : t('history.answer', { status: httpStatus, duration });
}

function Facts({ attempt, delivery }: Omit<AttemptCardProps, 'isOpen'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const key = delivery.clientKeyLabel
    ? `${delivery.clientKeyLabel} (${delivery.clientKey})`
    : delivery.clientKey;
  return (
    <dl className={styles.facts}>
      {attempt.outcome && (
        <Fact name={t('history.facts.answer')}>{t(`history.outcome.${attempt.outcome}`)}</Fact>
      )}
      {attempt.partnerWords && (
        <Fact name="">
          <span className="mono" translate="no">{`«\u00a0${attempt.partnerWords}\u00a0»`}</span>
        </Fact>
      )}
      <Fact name={t('history.facts.to')}>
        {t('history.facts.toValue', { key, type: t(`documents.plural.${delivery.documentType}`) })}
      </Fact>
      {attempt.requestId && (
        <Fact name={t('history.facts.request')}>
          <span className="mono">{attempt.requestId}</span>{' '}
          <CopyIcon value={attempt.requestId} what={t('history.facts.request')} />
        </Fact>
      )}
      {attempt.partnerRef && (
        <Fact name={t('history.facts.partnerRef')}>
          <span className="mono">{attempt.partnerRef}</span>{' '}
          <CopyIcon value={attempt.partnerRef} what={t('history.facts.partnerRef')} />
        </Fact>
      )}
      <Fact name={t('history.facts.started')}>{format.dateTime(attempt.startedAt)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
