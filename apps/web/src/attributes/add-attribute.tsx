import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type AttributeKind, attributeKinds } from '@navette/model';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './firm-attributes.module.css';
import type { useChangeAttributes } from './use-change-attributes.ts';

/** A new attribute, put last. Its kind does not change afterwards: values were checked by it. */
export function AddAttribute({ creating }: Pick<ReturnType<typeof useChangeAttributes>, 'creating'>) {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<AttributeKind>('text');
  const [isUnique, setUnique] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate(
      { label: label.trim(), kind, isUnique },
      {
        onSuccess: () => {
          setLabel('');
          setUnique(false);
        },
      },
    );
  };
  return (
    <form className={styles.add} onSubmit={submit}>
      <TextInput
        label={t('attributes.firm.newLabel')}
        placeholder={t('attributes.firm.example')}
        maxLength={100}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Select
        label={t('attributes.firm.kind')}
        data={attributeKinds.map((value) => ({ value, label: t(`attributes.kind.${value}`) }))}
        value={kind}
        onChange={(value) => value && setKind(value as AttributeKind)}
        allowDeselect={false}
      />
      <Checkbox
        size="xs"
        className={styles.addUnique}
        label={t('attributes.firm.uniqueLong')}
        checked={isUnique}
        onChange={(event) => setUnique(event.currentTarget.checked)}
      />
      <Button
        type="submit"
        leftSection={<IconPlus size={16} aria-hidden />}
        loading={creating.isPending}
        disabled={label.trim() === ''}
      >
        {t('attributes.firm.add')}
      </Button>
      {creating.error && (
        <div className={styles.problem}>
          <ProblemNote error={creating.error} />
        </div>
      )}
    </form>
  );
}
