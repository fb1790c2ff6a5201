import { ActionIcon, Button } from '@mantine/core';
import type { Rule } from '@navette/api';
import { IconBan, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { PathText } from './path-text.tsx';
import type { RefusedRule } from './refused-rule.ts';
import styles from './rule-table.module.css';
import type { RuleGestures } from './rule-table.tsx';

interface RefusedRowProps {
  readonly refused: RefusedRule;
  readonly rules: readonly Rule[];
  readonly gestures: RuleGestures;
}

/** A rule that was refused, why, and the rule it conflicts with. */
export function RefusedRow({ refused, rules, gestures }: RefusedRowProps) {
  const { t } = useTranslation();
  const { sentence } = describeProblem(refused.error, useLanguage());
  const conflict = rules.find(({ id }) => id === refused.ruleId);
  return (
    <tr className={styles.refused}>
      <td data-column="source">
        <PathText path={refused.body.sourcePath} />
        <div className={styles.mark}>{t('rules.refused.mark')}</div>
      </td>
      <td data-column="reason" colSpan={4}>
        <div className={styles.reason} role="alert">
          <IconBan size={16} aria-hidden />
          <span>
            {sentence}
            {conflict && (
              <>
                {' '}
                {t('rules.refused.conflict')} <PathText path={conflict.sourcePath} />.
              </>
            )}
          </span>
        </div>
      </td>
      <td data-column="gesture">
        <Button onClick={() => gestures.onEdit(refused)}>{t('rules.refused.edit')}</Button>
        <ActionIcon
          aria-label={t('rules.refused.dismiss')}
          title={t('rules.refused.dismiss')}
          onClick={() => gestures.onDismiss(refused)}
        >
          <IconX size={16} />
        </ActionIcon>
      </td>
    </tr>
  );
}
