import type { Application } from '@navette/api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './credentials-step.module.css';

type Field = Application['fields'][number];

/** A value that is filled in already does not stand between people and what they must type. */
export function isAdvanced({ defaultValue, choices }: Field): boolean {
  return defaultValue !== null && choices === null;
}

interface AdvancedFieldsProps {
  readonly partner: string;
  readonly fields: readonly Field[];
  /** One of them was refused: they are shown. */
  readonly isWrong: boolean;
  readonly children: (fields: Field[]) => ReactNode;
}

/** The fields that have a value already, folded. */
export function AdvancedFields({ partner, fields, isWrong, children }: AdvancedFieldsProps) {
  const { t } = useTranslation();
  const advanced = fields.filter(isAdvanced);
  if (advanced.length === 0) return null;
  return (
    <details className={styles.advanced} open={isWrong || undefined}>
      <summary>{t('setups.credentials.advanced')}</summary>
      <p className={styles.lead}>{t('setups.credentials.advancedHelp', { partner })}</p>
      <div className={styles.fields}>{children(advanced)}</div>
    </details>
  );
}
