import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError, routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { shortestPassword } from './first-run-form.ts';
import { Notice } from './notice.tsx';

/** Sets a new password, through the link of a mail. The token stands after the `#`, which no server sees. */
export function NewPasswordPage() {
  const { t } = useTranslation();
  usePageTitle(t('signIn.newPasswordTitle'));
  const [token] = useState(() => location.hash.slice(1));
  return (
    <Entrance title={t('signIn.newPasswordTitle')} lead={t('signIn.newPasswordLead')}>
      {token ? (
        <NewPasswordForm token={token} />
      ) : (
        <>
          <Notice>{t('signIn.linkIncomplete')}</Notice>
          <AskAgain />
        </>
      )}
    </Entrance>
  );
}

function NewPasswordForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: (password) =>
        password.length < shortestPassword
          ? t('signIn.tooShort', { count: shortestPassword - password.length })
          : null,
      again: (again, { password }) => (again === password ? null : t('signIn.notTheSame')),
    },
  });
  const saving = useMutation({
    mutationFn: (password: string) => api.call(routes.resetPassword, { body: { token, password } }),
    onSuccess: () => navigate({ to: '/connexion', search: { nouveau: true } }),
  });
  const isUsed = saving.error instanceof ApiError && saving.error.code === 'reset_link_used';
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={form.onSubmit(({ password }) => saving.mutate(password))}
    >
      <PasswordInput
        label={t('signIn.newPassword')}
        description={t('signIn.passwordRule')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        name="password"
        autoComplete="new-password"
        maxLength={200}
        autoFocus
        {...form.getInputProps('password')}
      />
      <PasswordInput
        label={t('signIn.newPasswordAgain')}
        name="again"
        autoComplete="new-password"
        maxLength={200}
        {...form.getInputProps('again')}
      />
      {saving.error && <ProblemNote error={saving.error} />}
      {isUsed && <AskAgain />}
      <Button type="submit" variant="filled" loading={saving.isPending} disabled={isUsed}>
        {t('signIn.saveNewPassword')}
      </Button>
    </form>
  );
}

function AskAgain() {
  const { t } = useTranslation();
  return (
    <Link to="/mot-de-passe-oublie" className={styles.way}>
      {t('signIn.askAgain')}
    </Link>
  );
}
