import { Tooltip } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconCircleDashed, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatSiret } from '../language/format.ts';
import styles from './siret-mark.module.css';

type Siret = Pick<Client, 'siret' | 'siretState' | 'siretOverrideReason' | 'isSiretShared' | 'sameSiret'>;

/** A SIRET with its state: checked, saved by exception with a reason, missing; and whether another client has it too. */
export function SiretMark({ siret, siretState, siretOverrideReason, isSiretShared, sameSiret }: Siret) {
  const { t } = useTranslation();
  if (!siret) {
    return (
      <span className={styles.missing}>
        <IconCircleDashed size={14} aria-hidden />
        {t('clients.siretState.missing')}
      </span>
    );
  }
  const label = t(`clients.siretState.${siretState}`, { reason: siretOverrideReason ?? '' });
  const names = sameSiret.map(({ name }) => name).join(', ');
  const shared = names ? t('clients.siretSharedWith', { names }) : t('clients.siretShared');
  return (
    <span className={styles.siret}>
      <span className="mono unbroken">{formatSiret(siret)}</span>
      <Tooltip label={label}>
        <span className={styles.state} data-state={siretState} role="img" aria-label={label}>
          {siretState === 'valid' ? <IconCircleCheck size={14} /> : <IconAlertCircle size={14} />}
          {siretState === 'overridden' && <span aria-hidden>{t('clients.overriddenShort')}</span>}
        </span>
      </Tooltip>
      {isSiretShared && (
        <Tooltip label={shared}>
          <span className={styles.shared} role="img" aria-label={shared}>
            <IconCopy size={14} />
            <span aria-hidden>{t('clients.siretSharedShort')}</span>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
