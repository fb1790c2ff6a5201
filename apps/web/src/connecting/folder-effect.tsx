import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCalendar, IconFiles, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import type { RulePreview } from '../rules/use-rule-preview.ts';
import styles from './folder-effect.module.css';

interface FolderEffectProps {
  readonly effect: RulePreview | undefined;
  /** No path is named yet. */
  readonly isIdle: boolean;
  /** What is shown is of another path, until this one's comes. */
  readonly isStale: boolean;
}

/** What a folder means today: its path, the clients that have it, the documents that are there. */
export function FolderEffect({ effect, isIdle, isStale }: FolderEffectProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  if (isIdle) return <p className={styles.effect}>{t('connecting.effect.wait')}</p>;
  if (!effect) return <Skeleton height={54} radius="md" />;
  const { sourcePath, meansToday, archiveMeansToday, clients, clientsTotal, documents, warnings } = effect;
  if (meansToday === null) return null;
  const number = (count: number) => ({ count, replace: { count: strong(format.number(count)) } });
  return (
    <ul className={styles.effect} data-stale={isStale} aria-live="polite">
      {meansToday !== sourcePath && (
        <li>
          <IconCalendar size={16} aria-hidden />
          <span>
            <Sentence>{t('connecting.effect.means', { path: strong(meansToday) })}</Sentence>
          </span>
        </li>
      )}
      {archiveMeansToday !== null && (
        <li>
          <IconCalendar size={16} aria-hidden />
          <span>
            <Sentence>{t('connecting.effect.archive', { path: strong(archiveMeansToday) })}</Sentence>
          </span>
        </li>
      )}
      <li>
        <IconUsers size={16} aria-hidden />
        <span>
          {clientsTotal === 0 ? (
            t('connecting.effect.noClient')
          ) : clients === 0 ? (
            t('connecting.effect.clientsNone')
          ) : (
            <Sentence>
              {t('connecting.effect.clients', {
                count: clients,
                replace: {
                  count: strong(format.number(clients)),
                  total: format.number(clientsTotal),
                },
              })}
            </Sentence>
          )}
        </span>
      </li>
      {documents > 0 && (
        <li>
          <IconFiles size={16} aria-hidden />
          <span>
            <Sentence>{t('connecting.effect.documents', number(documents))}</Sentence>
          </span>
        </li>
      )}
      {warnings.map((warning) => (
        <li key={warning.en} data-tone="nt">
          <IconAlertTriangle size={16} aria-hidden />
          <span>{language === 'fr' ? typeset(warning.fr) : warning.en}</span>
        </li>
      ))}
    </ul>
  );
}
