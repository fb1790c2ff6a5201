import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './people-input.module.css';
import type { Assignable } from './use-people.ts';

interface PeopleInputProps {
  readonly people: readonly Assignable[];
  /** Ids of the people chosen. */
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
  readonly description?: string;
}

/** People to assign to clients: the firm's own, and the client's users where there are any to choose. */
export function PeopleInput({ people, ...input }: PeopleInputProps) {
  const { t } = useTranslation();
  const optionsOf = (isOfClient: boolean) =>
    people
      .filter(({ role }) => (role === 'client') === isOfClient)
      .map(({ id, name }) => ({ value: id, label: name }));
  const [staff, ofClient] = [optionsOf(false), optionsOf(true)];
  return (
    <MultiSelect
      label={t('clients.columns.collaborators')}
      size="xs"
      searchable
      clearable
      hidePickedOptions
      classNames={{ inputField: styles.field ?? '' }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      nothingFoundMessage={t('table.noOption')}
      data={
        ofClient.length === 0
          ? staff
          : [
              { group: t('clients.form.staff'), items: staff },
              { group: t('clients.form.ofClient'), items: ofClient },
            ]
      }
      {...input}
    />
  );
}
