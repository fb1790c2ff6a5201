import { PasswordInput, Select, TextInput, UnstyledButton } from '@mantine/core';
import type { Application } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './credential-form.module.css';
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
  /** The fields whose secret is kept, and those of them that are to be taken away. */
  readonly keptSecrets?: readonly string[];
  readonly removed?: readonly string[];
  readonly onRemove?: (name: string, isRemoved: boolean) => void;
}

/** The form of an application, as its manifest describes it. A kept secret is never shown again. */
export function CredentialFields(props: CredentialFieldsProps) {
  return props.application.fields.map((field) => {
    const isKept = props.isRenewal && field.isSecret && props.keptSecrets?.includes(field.name) === true;
    const isRemovable = isKept && !field.isRequired && !props.values[field.name];
    return isRemovable ? (
      <div key={field.name}>
        <Field field={field} {...props} />
        <Removal field={field} {...props} />
      </div>
    ) : (
      <Field key={field.name} field={field} {...props} />
    );
  });
}

/** A secret that the application can do without is taken away by a gesture: left empty, it stays. */
function Removal({ field, removed = [], onRemove }: CredentialFieldsProps & { field: FieldShape }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isRemoved = removed.includes(field.name);
  const label = field.label[language];
  return (
    <UnstyledButton
      className={styles.removal}
      aria-label={t(isRemoved ? 'applications.form.keepNamed' : 'applications.form.removeNamed', { label })}
      onClick={() => onRemove?.(field.name, !isRemoved)}
    >
      {t(isRemoved ? 'applications.form.keep' : 'applications.form.remove')}
    </UnstyledButton>
  );
}

type FieldShape = Application['fields'][number];

function Field(props: CredentialFieldsProps & { field: FieldShape }) {
  const { application, field, values, onChange, problems, isRenewal, keptSecrets = [], removed = [] } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const isKept = isRenewal && field.isSecret;
  const isHeld = isKept && (field.isRequired || keptSecrets.includes(field.name));
  const isRemoved = removed.includes(field.name);
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
    placeholder: isHeld ? t(isRemoved ? 'applications.form.removed' : 'applications.form.kept') : '',
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
