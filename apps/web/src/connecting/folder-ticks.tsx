import { Checkbox } from '@mantine/core';
import type { Rule } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { PathText } from '../rules/path-text.tsx';
import styles from './client-access.module.css';

interface FolderTicksProps {
  readonly rules: readonly Rule[];
  /** The folders of its own, by their rules. */
  readonly value: readonly string[];
  readonly onChange: (ruleIds: string[]) => void;
}

/** Which folders a client sends: those of all connected clients, and those that are chosen for it. */
export function FolderTicks({ rules, value, onChange }: FolderTicksProps) {
  const { t } = useTranslation();
  if (rules.length === 0) return <p className={styles.quiet}>{t('connecting.access.noFolder')}</p>;
  return (
    <fieldset className={styles.folders}>
      <legend>{t('connecting.access.folders')}</legend>
      {rules.map((rule) => {
        const isForAll = rule.scope === 'all';
        return (
          <Checkbox
            key={rule.id}
            size="xs"
            label={<PathText path={rule.sourcePath} />}
            description={
              isForAll
                ? `${t(`general.type.${rule.documentType}`)}, ${t('connecting.access.foldersAll')}`
                : t(`general.type.${rule.documentType}`)
            }
            checked={isForAll || value.includes(rule.id)}
            disabled={isForAll}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...value, rule.id] : value.filter((id) => id !== rule.id),
              )
            }
          />
        );
      })}
    </fieldset>
  );
}
