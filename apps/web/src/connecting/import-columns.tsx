import { useMediaQuery } from '@mantine/hooks';
import type { Attribute, ConnectionImport, Installation } from '@navette/api';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { useAttributes } from '../attributes/use-attributes.ts';
import { columnLetter } from '../client-import/column-targets.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './import-columns.module.css';

interface ImportColumnsProps {
  readonly read: ConnectionImport;
  readonly installation: Installation;
}

const noAttributes: readonly Attribute[] = [];

/** What each column of the file was taken for. */
export function ImportColumns({ read, installation }: ImportColumnsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const attributes = useAttributes(useFirmId()).data ?? noAttributes;
  const isPhone = useMediaQuery('(max-width: 760px)') ?? false;
  const fed = read.columns.filter(({ target }) => target !== null).length;
  const { label } = installation.clientKey;
  const nameOf = (target: ConnectionImport['columns'][number]['target']) => {
    if (target === null) return t('connecting.columns.ignored');
    if (target === 'key') return language === 'fr' ? typeset(label.fr) : label.en;
    if (target === 'client' || target === 'label') return t(`connecting.columns.${target}`);
    const attribute = attributes.find(({ id }) => target === `attribute:${id}`);
    return t('connecting.columns.attribute', { label: attribute?.label ?? '' });
  };
  return (
    // A phone shows the rows first: its columns wait folded.
    <details className={styles.card} open={!isPhone}>
      <summary className={styles.summary}>
        <h2>{t('connecting.columns.title')}</h2>
        <span className={styles.quiet}>
          {t('imports.columns.count', { count: fed, total: read.columns.length })}
        </span>
      </summary>
      <ol className={styles.columns}>
        {read.columns.map((column, position) => (
          <li key={columnLetter(position)} data-fed={column.target !== null}>
            {column.target ? (
              <IconCheck size={16} color="var(--ok)" aria-hidden />
            ) : (
              <IconMinus size={16} color="var(--ink-3)" aria-hidden />
            )}
            <span className={styles.header} title={column.sample}>
              {columnLetter(position)}{' '}
              <span className={styles.quiet}>{column.header || t('connecting.columns.noHeader')}</span>
            </span>
            <span className={styles.target}>{nameOf(column.target)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
