import { ActionIcon, Switch, TextInput } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import type { Handle } from './attribute-order.tsx';
import styles from './firm-attributes.module.css';

interface AttributeLineProps {
  readonly attribute: Attribute;
  readonly handle: Handle;
  /** Why the last change of this attribute was refused. */
  readonly error: unknown;
  readonly onChange: (values: { label?: string; isUnique?: boolean }, onDone?: () => void) => void;
  readonly onDelete: () => void;
}

/** One attribute: its place, its name, its kind, whether values are unique, how many clients have one. */
export function AttributeLine({ attribute, handle, error, onChange, onDelete }: AttributeLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isRenaming, setRenaming] = useState(false);
  const { label, kind, isUnique, clients } = attribute;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    handle.onStep(by);
  };
  return (
    <>
      <button
        type="button"
        className={styles.handle}
        aria-label={t('attributes.firm.move', { label })}
        aria-describedby="attribute-order"
        title={t('attributes.firm.move', { label })}
        onPointerDown={handle.onPointerDown}
        onKeyDown={onKeyDown}
      >
        <IconGripVertical size={16} aria-hidden />
      </button>
      {isRenaming ? (
        <Rename
          label={label}
          onSubmit={(next) =>
            next === label ? setRenaming(false) : onChange({ label: next }, () => setRenaming(false))
          }
          onCancel={() => setRenaming(false)}
        />
      ) : (
        <span className={styles.name}>
          <b className="cut" title={label}>
            {label}
          </b>
          <ActionIcon
            aria-label={t('attributes.firm.rename', { label })}
            title={t('attributes.firm.rename', { label })}
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={14} />
          </ActionIcon>
        </span>
      )}
      <span className={styles.kind}>{t(`attributes.kind.${kind}`)}</span>
      <Switch
        size="xs"
        className={styles.unique}
        label={t('attributes.firm.unique')}
        aria-label={t('attributes.firm.uniqueOf', { label })}
        checked={isUnique}
        onChange={(event) => onChange({ isUnique: event.currentTarget.checked })}
      />
      <span className={styles.clients}>
        {t('attributes.firm.clients', { count: clients, replace: { count: format.number(clients) } })}
      </span>
      <ActionIcon
        aria-label={t('attributes.firm.delete', { label })}
        title={t('attributes.firm.delete', { label })}
        onClick={onDelete}
      >
        <IconTrash size={16} />
      </ActionIcon>
      {error !== null && (
        <div className={styles.problem}>
          <ProblemNote error={error} />
        </div>
      )}
    </>
  );
}

interface RenameProps {
  readonly label: string;
  readonly onSubmit: (label: string) => void;
  readonly onCancel: () => void;
}

/** Enter keeps the new name, Escape the old one. */
function Rename({ label, onSubmit, onCancel }: RenameProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(label);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') onSubmit(typed.trim());
  };
  return (
    <form className={styles.name} onSubmit={submit}>
      <TextInput
        autoFocus
        aria-label={t('attributes.firm.newName', { label })}
        maxLength={100}
        value={typed}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => (typed.trim() === '' ? onCancel() : onSubmit(typed.trim()))}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      />
    </form>
  );
}
