import { Button } from '@mantine/core';
import type { Rule } from '@navette/api';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Card } from '../frame/card.tsx';
import { useFormat } from '../language/use-format.ts';
import { PathText } from '../rules/path-text.tsx';
import styles from './existing-folders.module.css';

interface ExistingFoldersProps {
  readonly rules: readonly Rule[];
  readonly chosenId: string | undefined;
  readonly isAdmin: boolean;
  readonly onChoose: (rule: Rule) => void;
}

/** The folders of an application that are connected already: one takes one again to connect more clients for it. */
export function ExistingFolders({ rules, chosenId, isAdmin, onChoose }: ExistingFoldersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const help = isAdmin
    ? t('connecting.existing.help')
    : t(rules.length === 0 ? 'connecting.folder.noneForYou' : 'connecting.folder.adminsOnly');
  return (
    <Card title={t('connecting.existing.title')} help={rules.length > 0 || !isAdmin ? help : undefined}>
      {rules.length === 0 ? (
        isAdmin && <p className={styles.none}>{t('connecting.existing.none')}</p>
      ) : (
        <ul className={styles.list}>
          {rules.map((rule) => (
            <li key={rule.id} data-chosen={rule.id === chosenId}>
              <span className={styles.folder}>
                <PathText path={rule.sourcePath} />
                <span className={styles.facts}>
                  {t(`general.type.${rule.documentType}`)}
                  {' · '}
                  {rule.scope === 'all'
                    ? t('connecting.existing.all')
                    : t('connecting.existing.clients', {
                        count: rule.clientsTotal,
                        replace: { count: format.number(rule.clientsTotal) },
                      })}
                </span>
              </span>
              {rule.id === chosenId ? (
                <span className={styles.chosen}>
                  <IconCircleCheck size={16} aria-hidden />
                  {t('connecting.existing.chosen')}
                </span>
              ) : (
                <Button
                  aria-label={t('connecting.existing.choose', { path: rule.sourcePath })}
                  onClick={() => onChoose(rule)}
                >
                  {t('connecting.existing.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
