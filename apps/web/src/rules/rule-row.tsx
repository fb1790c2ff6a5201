import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { counted } from './counted.ts';
import { PathText } from './path-text.tsx';
import { RuleClientsDialog } from './rule-clients-dialog.tsx';
import type { RuleGestures } from './rule-gestures.ts';
import styles from './rule-table.module.css';
import { Unconfirmed } from './type-select.tsx';
import type { Place } from './use-rules.ts';

interface RuleRowProps {
  readonly place: Place;
  readonly installation: Installation;
  readonly rule: Rule;
  readonly gestures: RuleGestures | null;
}

/** One rule: the path it means today, its type, its archive, whom it concerns. */
export function RuleRow({ place, installation, rule, gestures }: RuleRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isShown, setShown] = useState(false);
  const type = installation.types.find(({ type }) => type === rule.documentType);
  return (
    <tr>
      <td data-column="source">
        <PathText path={rule.sourcePath} />
        <div className={styles.sub}>
          {[
            rule.meansToday !== rule.sourcePath && t('rules.today', { path: rule.meansToday }),
            t(rule.withSubfolders ? 'rules.withSubfolders' : 'rules.withoutSubfolders'),
            rule.scope === 'listed' && t('rules.listed'),
          ]
            .filter(Boolean)
            .join(', ')}
        </div>
      </td>
      <td data-column="type">
        {t(`general.type.${rule.documentType}`)}
        {type?.isConfirmed === false && (
          <div>
            <Unconfirmed partner={installation.partner} />
          </div>
        )}
      </td>
      <td data-column="archive">
        <span className={styles.label}>{t('rules.column.archive')}</span>
        {rule.archivePath === null ? (
          <span className={styles.quiet}>{t('rules.noArchive')}</span>
        ) : (
          <PathText path={rule.archivePath} />
        )}
        {rule.archiveMeansToday !== null && rule.archiveMeansToday !== rule.archivePath && (
          <div className={styles.sub}>{t('rules.today', { path: rule.archiveMeansToday })}</div>
        )}
      </td>
      <td data-column="clients">
        <span className={styles.label}>{t('rules.column.clients')}</span>
        {rule.clients === 0 ? (
          format.number(rule.clients)
        ) : (
          <UnstyledButton
            className={styles.figure}
            aria-label={t('rules.seeClients', counted(format, rule.clients))}
            onClick={() => setShown(true)}
          >
            {format.number(rule.clients)}
          </UnstyledButton>
        )}
        <span className={styles.of}>
          {rule.clients === rule.clientsTotal && rule.clients > 0
            ? t('rules.allClients')
            : t('rules.ofClients', { total: format.number(rule.clientsTotal) })}
        </span>
        <RuleClientsDialog
          place={place}
          sourcePath={rule.sourcePath}
          withSubfolders={rule.withSubfolders}
          ruleId={rule.id}
          has={isShown ? true : null}
          onClose={() => setShown(false)}
        />
      </td>
      <td data-column="documents">
        <span className={styles.label}>{t('rules.column.documents')}</span>
        {format.number(rule.documents)}
      </td>
      <td data-column="gesture">
        {gestures && (
          <>
            <ActionIcon
              aria-label={t('rules.add.duplicate', { path: rule.sourcePath })}
              title={t('rules.add.duplicate', { path: rule.sourcePath })}
              onClick={() => gestures.onCopy(rule)}
            >
              <IconCopy size={16} />
            </ActionIcon>
            <ActionIcon
              data-rule-remove={rule.id}
              aria-label={t('rules.remove', { path: rule.sourcePath })}
              title={t('rules.remove', { path: rule.sourcePath })}
              loading={gestures.isRemoving(rule)}
              onClick={() => gestures.onRemove(rule)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </>
        )}
      </td>
    </tr>
  );
}
