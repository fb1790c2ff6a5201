import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import entrance from '../sign-in/entrance.module.css';
import { shortestPassword } from '../sign-in/first-run-form.ts';
import { forgetInvitation } from './kept-invitation.ts';

interface NewAccountFormProps {
  readonly token: string;
  readonly invitation: { readonly email: string; readonly name: string | null; readonly firmName: string };
}

/** Name and password of a new person; then he is in. */
export function NewAccountForm({ token, invitation }: NewAccountFormProps) {
  const { t } = useTranslation();
  const joining = useJoining(token, invitation.email);
  const form = useForm({
    initialValues: { name: invitation.name ?? '', password: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t('signIn.required') : null),
      password: (password) =>
        password.length < shortestPassword
          ? t('signIn.tooShort', { count: shortestPassword - password.length })
          : null,
    },
  });
  return (
    <form
      className={entrance.form}
      noValidate
      onSubmit={form.onSubmit(({ name, password }) => joining.mutate({ name: name.trim(), password }))}
    >
      <TextInput
        label={t('people.invitation.email')}
        value={invitation.email}
        readOnly
        name="email"
        autoComplete="username"
      />
      <TextInput
        label={t('people.invitation.name')}
        maxLength={200}
        autoComplete="name"
        autoFocus
        {...form.getInputProps('name')}
      />
      <PasswordInput
        label={t('people.invitation.password')}
        description={t('signIn.passwordRule')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={200}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      {joining.error && <ProblemNote error={joining.error} />}
      <Button type="submit" variant="filled" loading={joining.isPending}>
        {t('people.invitation.join', { firm: invitation.firmName })}
      </Button>
    </form>
  );
}

function useJoining(token: string, email: string) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      const joined = await api.call(routes.acceptInvitation, { body: { token, name, password } });
      await api.call(routes.signIn, { body: { email, password } });
      return joined;
    },
    onSuccess: async ({ firmId }) => {
      forgetInvitation();
      queryClient.clear();
      await navigate({ to: '/cabinets/$firm/dossiers', params: { firm: firmId } });
    },
  });
}
