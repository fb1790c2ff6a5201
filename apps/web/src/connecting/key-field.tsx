import { PasswordInput, TextInput } from '@mantine/core';
import type { Installation } from '@navette/api';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';

interface KeyFieldProps {
  readonly spec: Installation['clientKey'];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  /** Of the secret that stands already. */
  readonly fingerprint: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
}

/** What the application needs of a client: its address, its code, its key. A secret is masked, and can be shown while it is typed. */
export function KeyField({ spec, value, onChange, error, fingerprint, ref }: KeyFieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = (words: { fr: string; en: string }) => (language === 'fr' ? typeset(words.fr) : words.en);
  const help = [
    spec.help && say(spec.help),
    fingerprint !== undefined
      ? t('connecting.access.keepSecret', { fingerprint })
      : // A refusal shows the example itself.
        error === undefined && t('connecting.access.example', { example: spec.example }),
  ];
  const common = {
    ref,
    label: say(spec.label),
    description: help.filter(Boolean).join(' '),
    inputWrapperOrder: ['label' as const, 'input' as const, 'error' as const, 'description' as const],
    value,
    error,
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
  };
  if (!spec.isSecret) return <TextInput {...common} inputMode={spec.kind === 'email' ? 'email' : 'text'} />;
  return (
    <PasswordInput
      {...common}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('connecting.access.show') }}
    />
  );
}
