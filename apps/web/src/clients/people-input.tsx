import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Assignable } from './use-people.ts';

interface PeopleInputProps {
  readonly people: readonly Assignable[];
  /** Ids of the people assigned. */
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}

/** Who is assigned to a client: the firm's own people, and the client's users. */
export function PeopleInput({ people, ...input }: PeopleInputProps) {
  const { t } = useTranslation();
  const optionsOf = (isOfClient: boolean) =>
    people
      .filter(({ role }) => (role === 'client') === isOfClient)
      .map(({ id, name }) => ({ value: id, label: name }));
  const groups = [
    { group: t('clients.form.staff'), items: optionsOf(false) },
    { group: t('clients.form.ofClient'), items: optionsOf(true) },
  ];
  return (
    <MultiSelect
      label={t('clients.columns.collaborators')}
      size="xs"
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={t('table.noOption')}
      data={groups.filter(({ items }) => items.length > 0)}
      {...input}
    />
  );
}
