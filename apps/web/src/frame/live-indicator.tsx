import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../live/use-live.ts';
import styles from './top-bar.module.css';

/** Whether the page is up to date by itself. */
export function LiveIndicator() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <Tooltip label={t(`frame.liveHint.${state}`)}>
      <span className={styles.live} data-state={state} role="status" aria-label={t(`frame.live.${state}`)}>
        <span className={styles.dot} />
        <span>{t(`frame.live.${state}`)}</span>
      </span>
    </Tooltip>
  );
}
