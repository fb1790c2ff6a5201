import { Button } from '@mantine/core';
import { canRetry, routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import entrance from '../sign-in/entrance.module.css';
import { Entrance } from '../sign-in/entrance.tsx';
import { Notice } from '../sign-in/notice.tsx';
import { useSignOut } from '../sign-in/use-sign-out.ts';
import { forgetInvitation, readInvitationToken } from './kept-invitation.ts';
import { NewAccountForm } from './new-account-form.tsx';

/** Accepts an invitation, through the link of its mail. */
export function InvitationPage() {
  const { t } = useTranslation();
  usePageTitle(t('people.invitation.title'));
  const [token] = useState(() => readInvitationToken(location.hash));
  if (token === null)
    return (
      <Entrance title={t('people.invitation.title')} lead={t('signIn.lead')}>
        <Notice>{t('people.invitation.noToken')}</Notice>
        <Link to="/">{t('people.invitation.goOn')}</Link>
      </Entrance>
    );
  return <OpenedInvitation token={token} />;
}

function OpenedInvitation({ token }: { token: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.call(routes.openInvitation, { body: { token }, signal }),
    staleTime: 0,
    retry: false,
  });
  if (!data)
    return (
      <Entrance title={t('people.invitation.title')} lead={error ? '' : t('people.invitation.opening')}>
        {error && (
          <div className={entrance.form}>
            <ProblemNote error={error} {...(canRetry(error) ? { onRetry: () => void refetch() } : {})} />
            <Link to="/">{t('people.invitation.goOn')}</Link>
          </div>
        )}
      </Entrance>
    );
  const lead = `${t('people.invitation.lead', { inviter: data.invitedBy, firm: data.firmName })} ${t(`people.invitation.as.${data.role}`)}`;
  return (
    <Entrance title={data.firmName} lead={lead}>
      <Acceptance token={token} invitation={data} />
    </Entrance>
  );
}

type Opened = z.infer<(typeof routes.openInvitation)['answer']>;

/** What is to be done depends on who is there: a new person, the invited one signed in or not, or somebody else. */
function Acceptance({ token, invitation }: { token: string; invitation: Opened }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const { email, hasAccount, signedInAs } = invitation;
  if (signedInAs !== null && signedInAs.toLowerCase() !== email)
    return (
      <>
        <Notice>{t('people.invitation.otherPerson', { invited: email, signedIn: signedInAs })}</Notice>
        <Button onClick={signOut}>{t('frame.signOut')}</Button>
      </>
    );
  if (signedInAs !== null) return <Join token={token} invitation={invitation} />;
  if (!hasAccount) return <NewAccountForm token={token} invitation={invitation} />;
  return (
    <>
      <Notice>{t('people.invitation.hasAccount', { email })}</Notice>
      <Button
        variant="filled"
        fullWidth
        renderRoot={(props) => <Link to="/connexion" search={{ retour: '/invitation' }} {...props} />}
      >
        {t('people.invitation.signIn')}
      </Button>
    </>
  );
}

function Join({ token, invitation: { email, firmName } }: { token: string; invitation: Opened }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const joining = useMutation({
    mutationFn: () => api.call(routes.acceptInvitation, { body: { token } }),
    onSuccess: async ({ firmId }) => {
      forgetInvitation();
      queryClient.clear();
      await navigate({ to: '/cabinets/$firm/dossiers', params: { firm: firmId } });
    },
  });
  return (
    <div className={entrance.form}>
      <Notice>{t('people.invitation.signedIn', { email })}</Notice>
      {joining.error && <ProblemNote error={joining.error} />}
      <Button variant="filled" loading={joining.isPending} onClick={() => joining.mutate()}>
        {t('people.invitation.join', { firm: firmName })}
      </Button>
    </div>
  );
}
