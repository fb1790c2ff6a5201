import type { Installation, Rule } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { RefusedRow } from './refused-row.tsx';
import type { RefusedRule } from './refused-rule.ts';
import type { RuleGestures } from './rule-gestures.ts';
import { RuleRow } from './rule-row.tsx';
import styles from './rule-table.module.css';
import type { Place } from './use-rules.ts';

interface RuleTableProps {
  readonly place: Place;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly refused: readonly RefusedRule[];
  /** `null` for those who read only. */
  readonly gestures: RuleGestures | null;
}

/** The rules of an application; on a phone each is a card. Under them, those that were refused. */
export function RuleTable({ place, installation, rules, refused, gestures }: RuleTableProps) {
  const { t } = useTranslation();
  const { partner } = installation;
  return (
    <table className={styles.table} aria-label={t('rules.title')}>
      <thead>
        <tr>
          <th scope="col" className={styles.source}>
            {t('rules.column.source')}
          </th>
          <th scope="col" className={styles.type}>
            {t('rules.column.type', { name: partner })}
          </th>
          <th scope="col" className={styles.archive}>
            {t('rules.column.archive')} <span className={styles.light}>{t('rules.column.advised')}</span>
          </th>
          <th scope="col" className={styles.clients}>
            {t('rules.column.clients')}
          </th>
          <th scope="col" className={styles.documents}>
            {t('rules.column.documents')}
          </th>
          <th scope="col" className={styles.gesture}>
            <span className={styles.hidden}>{t('general.gesture')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <RuleRow key={rule.id} place={place} installation={installation} rule={rule} gestures={gestures} />
        ))}
        {gestures &&
          refused.map((each) => (
            <RefusedRow key={each.key} refused={each} rules={rules} gestures={gestures} />
          ))}
      </tbody>
    </table>
  );
}
