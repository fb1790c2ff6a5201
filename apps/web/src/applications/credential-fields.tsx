import { PasswordInput, Select, TextInput } from '@mantine/core';
import type { Application } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { NamePreview } from './name-preview.tsx';
import { SecretLines } from './secret-lines.tsx';

export interface CredentialFieldsProps {
  readonly application: Pick<Application, 'id' | 'fields'>;
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

function Field(props: CredentialFieldsProps & { field: FieldShape }) {
  const { application, field, values, onChange, problems, isRenewal } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const isKept = isRenewal && field.isSecret;
  const value = values[field.name] ?? '';
  const help = field.help?.[language];
  const shared = {
    name: field.name,
    label: field.label[language],
    description: help === undefined ? undefined : language === 'fr' ? typeset(help) : help,
    inputWrapperOrder: order,
    required: field.isRequired && !isKept,
    error: problems[field.name],
    value,
    placeholder: isKept ? t('applications.form.kept') : '',
  };
  if (field.choices)
    return (
      <Select
        {...shared}
        data={field.choices.map((choice) => ({ value: choice.value, label: choice.label[language] }))}
        allowDeselect={!field.isRequired}
        onChange={(chosen) => onChange(field.name, chosen ?? '')}
      />
    );
  const typed = {
    ...shared,
    autoComplete: field.isSecret ? 'new-password' : 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange(field.name, event.currentTarget.value),
  };
  if (field.isMultiline) return <SecretLines {...typed} isSecret={field.isSecret} />;
  if (field.isSecret)
    return (
      <PasswordInput
        {...typed}
        // The component marks its frame alone.
        aria-invalid={problems[field.name] !== undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('applications.form.showSecret'), tabIndex: 0 }}
      />
    );
  if (field.expects !== 'template')
    return <TextInput {...typed} inputMode={field.expects === 'address' ? 'url' : 'text'} />;
  return (
    <div>
      <TextInput {...typed} classNames={{ input: 'mono' }} />
      <NamePreview application={application.id} template={value} />
    </div>
  );
}

const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];
