import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconEqual,
  IconInfoCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './import-row-table.module.css';
import { type RowTone, toneOf } from './row-tone.ts';
import type { ConnectionRow } from './use-connection-import.ts';

interface RowResultProps {
  readonly row: ConnectionRow;
  /** The import was confirmed. */
  readonly isApplied: boolean;
  /** The client that was connected by hand in the place of what the row names. */
  readonly fixedTo: string | undefined;
  readonly onFix: () => void;
}

const icons = {
  ok: IconCircleCheck,
  done: IconCircleCheckFilled,
  nt: IconInfoCircle,
  ko: IconAlertCircle,
  quiet: IconEqual,
} as const satisfies Record<RowTone, unknown>;

/** What a row would do or did, and what is wrong with it, in words; a client it may mean can be connected at once. */
export function RowResult({ row, isApplied, fixedTo, onFix }: RowResultProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const tone = fixedTo === undefined ? toneOf(row, isApplied) : 'done';
  const Icon = icons[tone];
  const { problems, nearClient, change, outcome } = row;
  const isWrong = tone === 'ko';
  return (
    <span className={styles.result} data-tone={tone}>
      <Icon size={16} aria-hidden />
      <span>
        {fixedTo !== undefined ? (
          t('connecting.rows.fixed', { name: fixedTo })
        ) : (
          <>
            {(tone === 'done' || problems.length === 0) && <span>{plainResult()}</span>}
            {tone !== 'done' &&
              problems.map((problem) => (
                <span
                  key={`${problem.column} ${problem.code}`}
                  className={isWrong ? styles.wrong : undefined}
                >
                  {language === 'fr' ? typeset(problem.fr) : problem.en}{' '}
                </span>
              ))}
            {nearClient && (
              <button type="button" className={styles.near} onClick={onFix}>
                {t('connecting.rows.nearClient', { name: nearClient.name })}
              </button>
            )}
          </>
        )}
      </span>
    </span>
  );

  function plainResult(): string {
    if (isWrong || change === null) return t('connecting.rows.failed');
    if (!isApplied) return t(`connecting.rows.${change}`);
    if (outcome === 'done') return t(`connecting.rows.done.${change}`);
    if (outcome === 'skipped')
      return change === 'unchanged' ? t('connecting.rows.unchanged') : t('connecting.rows.skipped');
    return t('connecting.rows.waiting');
  }
}
