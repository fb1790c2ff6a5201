import { Button, Checkbox, Select } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { AttributeInput } from '../attributes/attribute-input.tsx';
import { isSaveable } from '../attributes/typed-value.ts';
import type { BulkChoice } from './bulk-actions.ts';
import styles from './bulk-dialog.module.css';
import { PeopleInput } from './people-input.tsx';
import { useCollaborators } from './use-people.ts';

interface ChoiceProps {
  /** How many clients are selected. */
  readonly count: number;
  readonly isPending: boolean;
  readonly onPrepare: (choice: BulkChoice) => void;
  readonly onClose: () => void;
}

/** Who is assigned to the selected clients, or no longer. */
export function PeopleChoice({ action, ...props }: ChoiceProps & { readonly action: 'assign' | 'unassign' }) {
  const { t } = useTranslation();
  const people = useCollaborators(useFirmId(), true);
  const [userIds, setUserIds] = useState<string[]>([]);
  return (
    <ChoiceForm {...props} choice={userIds.length > 0 ? { userIds } : null}>
      <PeopleInput
        people={people}
        value={userIds}
        onChange={setUserIds}
        description={t(`clients.bulk.${action}.help`)}
      />
    </ChoiceForm>
  );
}

/** A value of one attribute for all the selected clients. */
export function AttributeChoice({
  attributes,
  ...props
}: ChoiceProps & { readonly attributes: readonly Attribute[] }) {
  const { t } = useTranslation();
  // A unique value is one client's: it cannot be given to several.
  const shareable = attributes.filter(({ isUnique }) => !isUnique);
  const [id, setId] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const [isCleared, setCleared] = useState(false);
  const attribute = attributes.find((each) => each.id === id);
  const canClear = attribute !== undefined && (isCleared || attribute.isUnique);
  const isRight =
    attribute !== undefined &&
    value.trim() !== '' &&
    isSaveable(attribute.kind, { value, overrideReason: '' });
  const choice =
    attribute &&
    (canClear
      ? { attributeId: attribute.id, value: null }
      : isRight
        ? { attributeId: attribute.id, value: value.trim() }
        : null);
  return (
    <ChoiceForm {...props} choice={choice ?? null}>
      <Select
        label={t('clients.filters.attribute')}
        data={attributes.map((each) => ({ value: each.id, label: each.label }))}
        value={id}
        onChange={(next) => {
          setId(next);
          setValue('');
          setCleared(false);
        }}
        allowDeselect={false}
        data-autofocus
      />
      {attribute && !shareable.includes(attribute) && (
        <p className={styles.aside}>{t('clients.bulk.set_attribute.unique')}</p>
      )}
      {attribute && shareable.includes(attribute) && (
        <>
          {!isCleared && (
            <AttributeInput
              key={attribute.id}
              attribute={attribute}
              typed={{ value, overrideReason: '' }}
              onChange={(typed) => setValue(typed.value)}
            />
          )}
          <Checkbox
            size="xs"
            label={t('clients.bulk.set_attribute.clear')}
            checked={isCleared}
            onChange={(event) => setCleared(event.currentTarget.checked)}
          />
        </>
      )}
    </ChoiceForm>
  );
}

interface ChoiceFormProps extends ChoiceProps {
  /** `null` while something is missing. */
  readonly choice: BulkChoice | null;
  readonly children: ReactNode;
}

function ChoiceForm({ count, choice, isPending, onPrepare, onClose, children }: ChoiceFormProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choice) onPrepare(choice);
  };
  return (
    <form className={styles.step} onSubmit={submit}>
      {children}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={isPending} disabled={choice === null}>
          {t('clients.bulk.check', { count })}
        </Button>
      </div>
    </form>
  );
}
