import { Button, PasswordInput, TextInput } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { checkFirstRun, type FirstRun, shortestPassword } from './first-run-form.ts';
import { Notice } from './notice.tsx';

/** Creates the firm and its administrator, through the one-time link of the terminal. */
export function FirstRunPage() {
  const { t } = useTranslation();
  usePageTitle(t('signIn.setupTitle'));
  const { token } = useSearch({ from: '/installation' });
  return (
    <Entrance title={t('signIn.setupTitle')} lead={t('signIn.setupLead')}>
      {token ? (
        <FirstRunForm token={token} />
      ) : (
        <>
          <Notice>{t('signIn.noToken')}</Notice>
          <Link to="/connexion">{t('signIn.toSignIn')}</Link>
        </>
      )}
    </Entrance>
  );
}

const empty: FirstRun = { firmName: '', name: '', email: '', password: '' };

function FirstRunForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState(empty);
  const [isChecked, setChecked] = useState(false);
  const problems = isChecked ? checkFirstRun(form) : {};
  const creating = useMutation({
    mutationFn: () => api.call(routes.setup, { body: { token, ...form, email: form.email.trim() } }),
    onSuccess: () => navigate({ to: '/connexion', search: { cree: true } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(checkFirstRun(form)).length === 0) creating.mutate();
  };
  const field = (name: keyof FirstRun) => {
    const problem = problems[name];
    return {
      name,
      value: form[name],
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        setForm((before) => ({ ...before, [name]: value }));
      },
      error: problem && t(`signIn.${problem}`, { count: shortestPassword - form.password.length }),
    };
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput {...field('firmName')} label={t('signIn.firmName')} autoComplete="organization" autoFocus />
      <TextInput {...field('name')} label={t('signIn.name')} autoComplete="name" />
      <TextInput {...field('email')} label={t('signIn.email')} type="email" autoComplete="username" />
      <PasswordInput
        {...field('password')}
        label={t('signIn.password')}
        description={t('signIn.passwordRule')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
      />
      {creating.error && <ProblemNote error={creating.error} />}
      <Button type="submit" variant="filled" loading={creating.isPending}>
        {t('signIn.create')}
      </Button>
    </form>
  );
}
