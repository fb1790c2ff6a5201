import { Button, PasswordInput, TextInput } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { meQuery } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { Notice } from './notice.tsx';
import { safeReturnAddress } from './return-address.ts';
import { signIn } from './session.ts';

export function SignInPage() {
  const { t } = useTranslation();
  usePageTitle(t('signIn.title'));
  const { retour, cree } = useSearch({ from: '/connexion' });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const about = useQuery({
    queryKey: keys.about,
    queryFn: ({ signal }) => api.call(routes.about, { signal }),
  });
  const entering = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: async () => {
      queryClient.clear();
      await queryClient.fetchQuery(meQuery);
      router.history.push(safeReturnAddress(retour));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate();
  };
  return (
    <Entrance title={t('signIn.title')} lead={t('signIn.lead')}>
      {cree && <Notice>{t('signIn.installed')}</Notice>}
      {retour && !entering.error && <Notice>{t('signIn.expired')}</Notice>}
      {about.data?.needsSetup && <Notice>{t('signIn.needsSetup')}</Notice>}
      <form className={styles.form} onSubmit={submit}>
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {entering.error && <ProblemNote error={entering.error} />}
        <Button type="submit" variant="filled" loading={entering.isPending}>
          {t('signIn.submit')}
        </Button>
      </form>
    </Entrance>
  );
}
