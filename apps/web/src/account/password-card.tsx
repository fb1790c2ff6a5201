import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { ApiError, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { describeProblem } from '../api/problem-sentence.ts';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import { shortestPassword } from '../sign-in/first-run-form.ts';
import styles from './account.module.css';

/** Changes one's password. Every other session ends. */
export function PasswordCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password) => (password === '' ? t('signIn.required') : null),
      newPassword: (password) =>
        password.length < shortestPassword
          ? t('signIn.tooShort', { count: shortestPassword - password.length })
          : null,
    },
  });
  const saving = useMutation({
    mutationFn: (body: typeof form.values) => api.call(routes.changePassword, { body }),
    onSuccess: async () => {
      form.reset();
      notifications.show({ message: t('account.password.saved') });
      await queryClient.invalidateQueries({ queryKey: keys.sessions });
    },
    onError: (error) => {
      if (isWrong(error)) form.setFieldError('currentPassword', describeProblem(error, language).sentence);
    },
  });
  return (
    <Card title={t('account.password.title')} help={t('account.password.help')}>
      <form className={page.body} noValidate onSubmit={form.onSubmit((values) => saving.mutate(values))}>
        <div className={styles.pair}>
          <PasswordInput
            label={t('account.password.current')}
            autoComplete="current-password"
            maxLength={200}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('signIn.newPassword')}
            description={t('signIn.passwordRule')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            maxLength={200}
            {...form.getInputProps('newPassword')}
          />
        </div>
        {saving.error && !isWrong(saving.error) && <ProblemNote error={saving.error} />}
        <div className={page.actions}>
          <Button type="submit" variant="filled" disabled={!form.isDirty()} loading={saving.isPending}>
            {t('account.password.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function isWrong(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'wrong_password';
}
