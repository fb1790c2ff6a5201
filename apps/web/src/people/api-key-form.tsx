import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ApiKeyScope, apiKeyScopes, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import type { MadeKey } from './new-key.tsx';
import styles from './people.module.css';
import { scopeWords } from './scope-words.ts';

const lifetimes = ['month', 'quarter', 'year', 'forever'] as const;
const daysOf: Readonly<Record<(typeof lifetimes)[number], number | null>> = {
  ...{ month: 30, quarter: 90, year: 365, forever: null },
};

interface ApiKeyFormProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (key: MadeKey) => void;
}

/** Makes a key: for whom, what it may do, how long. */
export function ApiKeyForm({ isOpen, onClose, onMade }: ApiKeyFormProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={480}
      title={t('people.keys.form.title')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <Fields onClose={onClose} onMade={onMade} />
    </Modal>
  );
}

function Fields({ onClose, onMade }: Omit<ApiKeyFormProps, 'isOpen'>) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name: '', scopes: [] as string[], lifetime: 'year' as (typeof lifetimes)[number] },
    validate: {
      name: (name) => (name.trim() === '' ? t('people.keys.form.nameMissing') : null),
      scopes: (scopes) => (scopes.length === 0 ? t('people.keys.form.scopesMissing') : null),
    },
  });
  const making = useMutation({
    mutationFn: ({ name, scopes, lifetime }: typeof form.values) =>
      api.call(routes.createApiKey, {
        params: { firm },
        body: {
          name: name.trim(),
          scopes: apiKeyScopes.filter((scope): scope is ApiKeyScope => scopes.includes(scope)),
          expiresInDays: daysOf[lifetime],
        },
      }),
    onSuccess: ({ key, token }) => {
      void queryClient.invalidateQueries({ queryKey: keys.apiKeys(firm) });
      onMade({ name: key.name, token });
    },
  });
  return (
    <form className={page.form} onSubmit={form.onSubmit((values) => making.mutate(values))} noValidate>
      <TextInput
        label={t('people.keys.form.name')}
        description={t('people.keys.form.nameHelp')}
        placeholder={t('people.keys.form.namePlaceholder')}
        maxLength={100}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={t('people.keys.form.scopes')} {...form.getInputProps('scopes')}>
        <div className={styles.choices}>
          {apiKeyScopes.map((scope) => (
            <Checkbox
              key={scope}
              size="xs"
              value={scope}
              label={t(`people.keys.scope.${scopeWords[scope]}`)}
            />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t('people.keys.form.expires')}
        allowDeselect={false}
        data={lifetimes.map((value) => ({ value, label: t(`people.keys.form.lifetime.${value}`) }))}
        {...form.getInputProps('lifetime')}
      />
      {making.error && <ProblemNote error={making.error} />}
      <div className={page.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={making.isPending}>
          {t('people.keys.form.submit')}
        </Button>
      </div>
    </form>
  );
}
