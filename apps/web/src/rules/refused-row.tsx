import { ActionIcon, Button } from '@mantine/core';
import type { Rule } from '@navette/api';
import { IconBan, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { PathText } from './path-text.tsx';
import { RefusalSentence } from './refusal-sentence.tsx';
import type { RefusedRule } from './refused-rule.ts';
import type { RuleGestures } from './rule-gestures.ts';
import styles from './rule-table.module.css';

interface RefusedRowProps {
  readonly refused: RefusedRule;
  readonly rules: readonly Rule[];
  readonly gestures: RuleGestures;
}

/** A rule that was refused, why, and the rule it conflicts with. */
export function RefusedRow({ refused, rules, gestures }: RefusedRowProps) {
  const { t } = useTranslation();
  const { code, sentence } = describeProblem(refused.error, useLanguage());
  const edit = useRef<HTMLButtonElement>(null);
  // The next gesture of who has just been refused.
  useEffect(() => edit.current?.focus(), []);
  const conflict = rules.find(({ id }) => id === refused.ruleId);
  return (
    <tr className={styles.refused}>
      <td data-column="source">
        <PathText path={refused.body.sourcePath} />
        <div className={styles.mark}>{t('rules.refused.mark')}</div>
      </td>
      <td data-column="reason" colSpan={3}>
        <div className={styles.reason} role="alert">
          <IconBan size={16} aria-hidden />
          <span>
            <RefusalSentence code={code} sentence={sentence} conflict={conflict} />
          </span>
        </div>
      </td>
      <td data-column="gesture" colSpan={2}>
        <Button ref={edit} onClick={() => gestures.onEdit(refused)}>
          {t('rules.refused.edit')}
        </Button>
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
