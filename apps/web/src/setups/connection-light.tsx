import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import styles from './connection-light.module.css';
import { useSetupFrame } from './setup-context.ts';

/** Whether the partner is reached, always in sight: green with the account and when, red with the reason, grey before any trial. */
export function ConnectionLight() {
  const { t } = useTranslation();
  const { setup, failure } = useSetupFrame();
  const { partner, installationState } = setup;
  const state = lightOf(installationState, failure);
  // It goes on with the credentials it had: what failed is the try of others.
  const isTryOnly = failure !== null && installationState === 'active';
  return (
    <p className={styles.light} data-state={state} role="status" aria-label={t('setups.light.label')}>
      <span className={styles.dot} aria-hidden />
      {state === 'ok' && (
        <span className={styles.words}>
          <b>{t('setups.light.ok', { partner })}</b> <Account />
        </span>
      )}
      {state === 'ko' && (
        <span className={styles.words}>
          <b>{isTryOnly ? t('setups.light.tryFailed') : t('setups.light.ko', { partner })}</b>{' '}
          <span>{failure ?? t('setups.light.stopped', { partner })}</span>
        </span>
      )}
      {state === 'none' && (
        <span className={styles.words}>
          {setup.steps.some(({ step }) => step === 'credentials')
            ? t('setups.light.none')
            : t('setups.light.later')}
        </span>
      )}
    </p>
  );
}

function lightOf(state: string | null, failure: string | null): 'ok' | 'ko' | 'none' {
  if (failure !== null || state === 'stopped') return 'ko';
  return state === null ? 'none' : 'ok';
}

function Account() {
  const { t } = useTranslation();
  const format = useFormat();
  const { identity, checkedAt } = useSetupFrame().setup;
  if (checkedAt === null) return identity && <span className={styles.account}>{identity}</span>;
  const time = format.shortTime(checkedAt);
  // Of today it is a time, of another day a date before it.
  const at = /^\d+:/.test(time)
    ? t('setups.light.at', { time: time.slice(0, 5) })
    : t('setups.light.on', { day: time });
  return (
    <span className={styles.account}>{t('setups.light.checked', { identity: identity ?? '', at })}</span>
  );
}
