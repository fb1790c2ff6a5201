import { Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Attribute, ClientImport } from '@navette/api';
import { IconAlertCircle, IconCheck, IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { columnLetter, leftOut, matchChoices, newAttribute, retarget } from './column-targets.ts';
import styles from './import-columns.module.css';
import type { useChangeImport } from './use-import.ts';

interface ImportColumnsProps {
  readonly read: ClientImport;
  readonly attributes: readonly Attribute[];
  readonly change: ReturnType<typeof useChangeImport>;
}

/** What each column of the file feeds, with a sample of it, and how a row finds its client. Both can be changed until it is confirmed. */
export function ImportColumns({ read, attributes, change }: ImportColumnsProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 760px)') ?? false;
  const [isAsked, setAsked] = useState(false);
  const isFixed = read.job.state !== 'preview';
  const matchLabel = (matchBy: string) => attributes.find(({ id }) => id === matchBy)?.label;
  const fed = read.columns.filter(({ target }) => target !== null).length;
  return (
    <details
      className={styles.card}
      // A phone shows the rows first: its columns wait folded, unless there is nothing to import for want of them.
      open={!isPhone || isAsked || fed === 0}
      onToggle={(event) => setAsked(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        <h2>{t('imports.columns.title')}</h2>
        <span className={styles.count}>
          {t('imports.columns.count', { count: fed, total: read.columns.length })}
        </span>
      </summary>
      {isFixed ? (
        <p className={styles.target}>
          {t('imports.columns.matchBy')} {matchLabel(read.matchBy) ?? t('imports.target.name')}
        </p>
      ) : (
        <Select
          className={styles.match}
          label={t('imports.columns.matchBy')}
          description={t('imports.columns.matchHelp')}
          inputWrapperOrder={['label', 'input', 'description']}
          disabled={change.isPending}
          allowDeselect={false}
          value={read.matchBy}
          data={[
            ...matchChoices(read.columns, attributes).map(({ id, label }) => ({ value: id, label })),
            { value: 'name', label: t('imports.target.name') },
          ]}
          onChange={(matchBy) => matchBy && change.mutate({ matchBy })}
        />
      )}
      <ol className={styles.columns}>
        {read.columns.map((column, position) => (
          <li key={columnLetter(position)}>
            <ColumnMark column={column} />
            <div className={styles.column}>
              <p className={styles.header}>
                <span className={styles.letter}>{columnLetter(position)}</span>
                <span className="cut" title={column.header}>
                  {column.header || t('imports.columns.noHeader')}
                </span>
              </p>
              <p className={`${styles.sample} cut`} title={column.sample}>
                {column.problem
                  ? t(`imports.columns.problem.${column.problem}`)
                  : column.sample || t('imports.columns.empty')}
              </p>
              {isFixed ? (
                <p className={styles.target}>
                  → <TargetName column={column} attributes={attributes} />
                </p>
              ) : (
                <TargetSelect
                  read={read}
                  position={position}
                  attributes={attributes}
                  isDisabled={change.isPending || column.problem !== null}
                  onChoose={(choice) => change.mutate(retarget(read.columns, position, choice))}
                />
              )}
            </div>
          </li>
        ))}
      </ol>
      {change.error && <ProblemNote error={change.error} />}
    </details>
  );
}

function ColumnMark({ column }: { column: ClientImport['columns'][number] }) {
  if (column.problem) return <IconAlertCircle size={16} color="var(--ko)" aria-hidden />;
  if (column.target) return <IconCheck size={16} color="var(--ok)" aria-hidden />;
  return <IconMinus size={16} color="var(--ink-3)" aria-hidden />;
}

/** What a column fed, once that no longer changes. */
function TargetName({
  column,
  attributes,
}: {
  column: ClientImport['columns'][number];
  attributes: readonly Attribute[];
}) {
  const { t } = useTranslation();
  const { target, header } = column;
  if (target === null) return t('imports.target.none');
  if (target === newAttribute) return t('imports.target.new', { header });
  if (target === 'name' || target === 'collaborators' || target === 'overrideReason')
    return t(`imports.target.${target}`);
  return attributes.find(({ id }) => target === `attribute:${id}`)?.label ?? header;
}

interface TargetSelectProps {
  readonly read: ClientImport;
  readonly position: number;
  readonly attributes: readonly Attribute[];
  readonly isDisabled: boolean;
  readonly onChoose: (choice: string) => void;
}

function TargetSelect({ read, position, attributes, isDisabled, onChoose }: TargetSelectProps) {
  const { t } = useTranslation();
  const isAdmin = useFirm().role === 'admin';
  const column = read.columns[position];
  if (!column) return null;
  const canBecome = isAdmin && column.header !== '';
  return (
    <Select
      aria-label={t('imports.columns.targetOf', { header: column.header || columnLetter(position) })}
      disabled={isDisabled}
      allowDeselect={false}
      value={column.target ?? leftOut}
      comboboxProps={{ width: 260, position: 'bottom-end' }}
      data={[
        { value: leftOut, label: t('imports.target.none') },
        { value: 'name', label: t('imports.target.name') },
        ...attributes.map(({ id, label }) => ({ value: `attribute:${id}`, label })),
        { value: 'collaborators', label: t('imports.target.collaborators') },
        { value: 'overrideReason', label: t('imports.target.overrideReason') },
        ...(canBecome
          ? [{ value: newAttribute, label: t('imports.target.new', { header: column.header }) }]
          : []),
      ]}
      onChange={(choice) => choice && choice !== (column.target ?? leftOut) && onChoose(choice)}
    />
  );
}
