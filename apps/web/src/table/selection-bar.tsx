import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import styles from './selection-bar.module.css';
import type { RowSelection } from './use-selection.ts';

interface SelectionBarProps {
  readonly selection: RowSelection;
  /** How many results there are, on every page. */
  readonly total: number | null;
  /** `12 dossiers sélectionnés`, by the page, which knows what they are. */
  readonly say: (count: number, shown: string) => ReactNode;
  /** The gestures, as buttons. */
  readonly children: ReactNode;
}

/**
 * What is ticked, how to tick every result of the search, and what can be done with it. Floats at the bottom of the page while
 * anything is ticked; a sheet at the bottom of a phone. Stands after the table, so that Tab leads from the rows to it.
 */
export function SelectionBar({ selection, total, say, children }: SelectionBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = selection.count ?? 0;
  if (count === 0) return null;
  const isMoreToSelect =
    total !== null && (selection.isAll ? count < total : count < total && selection.shown === 'all');
  return (
    <section className={styles.bar} aria-label={t('table.selection')} data-offer={isMoreToSelect}>
      <span className={styles.count} role="status">
        <span>{say(count, format.number(count))}</span>
        {selection.isAll && <span className={styles.aside}>{t('table.allPages')}</span>}
        {selection.elsewhere > 0 && (
          <span className={styles.aside}>
            {t('table.elsewhere', {
              count: selection.elsewhere,
              replace: { count: format.number(selection.elsewhere) },
            })}
          </span>
        )}
      </span>
      {isMoreToSelect && (
        <button type="button" className={styles.all} onClick={selection.selectAll}>
          {t('table.selectAll', { count: total, replace: { count: format.number(total) } })}
        </button>
      )}
      <span className={styles.gestures}>{children}</span>
      <ActionIcon
        className={styles.clear}
        aria-label={t('table.clear')}
        title={t('table.clear')}
        onClick={selection.clear}
      >
        <IconX size={16} />
      </ActionIcon>
    </section>
  );
}
