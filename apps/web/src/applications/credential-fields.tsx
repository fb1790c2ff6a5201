import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Application } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';

export interface CredentialFieldsProps {
  readonly application: Pick<Application, 'fields'>;
  /** By the name of the field. What is absent is empty. */
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string) => void;
  /** What is wrong with a field, by its name. */
  readonly problems: Readonly<Record<string, string>>;
  /** Secrets are kept already: left empty, they stay. */
  readonly isRenewal: boolean;
}

/** The form of an application, as its manifest describes it. A kept secret is never shown again. */
export function CredentialFields(props: CredentialFieldsProps) {
  return props.application.fields.map((field) => <Field key={field.name} field={field} {...props} />);
}

type FieldShape = Application['fields'][number];

function Field({
  field,
  values,
  onChange,
  problems,
  isRenewal,
}: CredentialFieldsProps & { field: FieldShape }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isKept = isRenewal && field.isSecret;
  const shared = {
    name: field.name,
    label: field.label[language],
    description: field.help?.[language],
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
    required: field.isRequired && !isKept,
    error: problems[field.name],
    value: values[field.name] ?? '',
    placeholder: isKept ? t('credentials.kept') : '',
  };
  if (field.choices)
    return (
      <Select
        {...shared}
        data={field.choices.map(({ value, label }) => ({ value, label: label[language] }))}
        allowDeselect={!field.isRequired}
        onChange={(value) => onChange(field.name, value ?? '')}
      />
    );
  const typed = {
    ...shared,
    autoComplete: field.isSecret ? 'new-password' : 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => onChange(field.name, event.currentTarget.value),
  };
  if (field.isMultiline) return <Textarea {...typed} autosize minRows={3} maxRows={10} />;
  if (field.isSecret) return <PasswordInput {...typed} />;
  return <TextInput {...typed} inputMode={field.expects === 'address' ? 'url' : 'text'} />;
}
