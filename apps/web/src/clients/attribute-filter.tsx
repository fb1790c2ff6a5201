import { Button, Popover, Select, TextInput } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { IconForms } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterMenu } from '../table/filter-menu.tsx';
import styles from './attribute-filter.module.css';
import type { ClientsSearch } from './clients-search.ts';

interface AttributeFilterProps {
  readonly search: ClientsSearch;
  readonly attributes: readonly Attribute[];
  readonly onChange: (search: ClientsSearch) => void;
}

const byValue = 'valeur';

/** Clients that lack an attribute, or that have a given value of one. */
export function AttributeFilter({ search, attributes, onChange }: AttributeFilterProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { sans, attribut, valeur, ...others } = search;
  const labelOf = (id: string) => attributes.find((attribute) => attribute.id === id)?.label ?? '…';
  const choose = (choice: string | null) => {
    if (choice === byValue) setAsking(true);
    else onChange(choice === null ? others : { ...others, sans: choice });
  };
  return (
    <Popover
      opened={isAsking}
      onChange={setAsking}
      position="bottom-start"
      width={280}
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      // The chip says of itself what it opens.
      withRoles={false}
    >
      <Popover.Target>
        <span className={styles.target}>
          <FilterMenu
            label={t('clients.filters.attribute')}
            icon={<IconForms size={16} aria-hidden />}
            value={attribut ? byValue : (sans ?? null)}
            shown={
              attribut
                ? t('clients.filters.attributeIs', { label: labelOf(attribut), value: valeur })
                : sans && t('clients.filters.without', { label: labelOf(sans) })
            }
            options={[
              ...attributes.map(({ id, label }) => ({
                value: id,
                label: t('clients.filters.without', { label }),
              })),
              { value: byValue, label: t('clients.filters.byValue'), startsGroup: true },
            ]}
            onChange={choose}
          />
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('clients.filters.byValue')}>
        <ValueForm
          attributes={attributes}
          attribut={attribut}
          valeur={valeur}
          onSubmit={(attribut, valeur) => {
            setAsking(false);
            onChange({ ...others, attribut, valeur });
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ValueFormProps {
  readonly attributes: readonly Attribute[];
  readonly attribut: string | undefined;
  readonly valeur: string | undefined;
  readonly onSubmit: (attribut: string, valeur: string) => void;
}

function ValueForm({ attributes, attribut, valeur = '', onSubmit }: ValueFormProps) {
  const { t } = useTranslation();
  const [id, setId] = useState(attribut ?? attributes[0]?.id ?? null);
  const [value, setValue] = useState(valeur);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id && value.trim()) onSubmit(id, value.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Select
        label={t('clients.filters.attribute')}
        data={attributes.map(({ id: value, label }) => ({ value, label }))}
        value={id}
        onChange={setId}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        label={t('clients.filters.value')}
        description={t('clients.filters.valueHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" variant="filled" disabled={!id || value.trim() === ''}>
        {t('clients.filters.apply')}
      </Button>
    </form>
  );
}
