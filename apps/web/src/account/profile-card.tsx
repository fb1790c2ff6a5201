import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import styles from './account.module.css';
import { useSaveLanguage } from './use-save-language.ts';

interface ProfileCardProps {
  readonly user: { readonly name: string; readonly email: string; readonly byProvider: boolean };
}

/** One's name, address and language. */
export function ProfileCard({ user }: ProfileCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const saveLanguage = useSaveLanguage();
  const queryClient = useQueryClient();
  const [name, setName] = useState(user.name);
  const saving = useMutation({
    mutationFn: () => api.call(routes.updateMe, { body: { name: name.trim() } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.me });
      notifications.show({ message: t('account.profile.saved') });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Card title={t('account.profile.title')} help={t('account.profile.help')}>
      <form className={page.body} onSubmit={submit}>
        <div className={styles.pair}>
          <TextInput
            label={t('account.profile.name')}
            autoComplete="name"
            maxLength={200}
            required
            withAsterisk={false}
            readOnly={user.byProvider}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('account.profile.email')}
            description={t('account.profile.emailHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            readOnly
            value={user.email}
          />
          <Select
            label={t('account.profile.language')}
            description={t('account.profile.languageHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            value={language}
            onChange={(value) => value !== null && saveLanguage(value === 'en' ? 'en' : 'fr')}
            data={[
              { value: 'fr', label: 'Français' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        {saving.error && <ProblemNote error={saving.error} />}
        <div className={page.actions}>
          <Button
            type="submit"
            variant="filled"
            disabled={name.trim() === '' || name.trim() === user.name}
            loading={saving.isPending}
          >
            {t('account.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
