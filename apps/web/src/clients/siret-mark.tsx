import { Tooltip } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatSiret } from '../language/format.ts';
import styles from './siret-mark.module.css';

type Siret = Pick<Client, 'siret' | 'siretState' | 'siretOverrideReason'>;

/** A SIRET with its state: checked, saved by exception with a reason, or missing. */
export function SiretMark({ siret, siretState, siretOverrideReason }: Siret) {
  const { t } = useTranslation();
  const label = t(`clients.siretState.${siretState}`, { reason: siretOverrideReason ?? '' });
  if (!siret) {
    return (
      <span className={styles.missing}>
        <IconCircleDashed size={14} aria-hidden />
        {t('clients.siretState.missing')}
      </span>
    );
  }
  return (
    <span className={styles.siret}>
      <span className="mono unbroken">{formatSiret(siret)}</span>
      <Tooltip label={label}>
        <span className={styles.state} data-state={siretState} role="img" aria-label={label}>
          {siretState === 'valid' ? <IconCircleCheck size={14} /> : <IconAlertCircle size={14} />}
          {siretState === 'overridden' && <span aria-hidden>{t('clients.overriddenShort')}</span>}
        </span>
      </Tooltip>
    </span>
  );
}
