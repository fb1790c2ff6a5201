import { Button } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { EmailField } from './email-field.tsx';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { Notice } from './notice.tsx';
import { useFieldProblems } from './use-field-problems.ts';

/** Asks for a link by e-mail. What it says next is the same for every address. */
export function ForgottenPasswordPage() {
  const { t } = useTranslation();
  usePageTitle(t('signIn.forgottenTitle'));
  const [email, setEmail] = useState('');
  const asking = useMutation({
    mutationFn: () => api.call(routes.askPasswordReset, { body: { email: email.trim() } }),
  });
  const fields = useFieldProblems(() => asking.mutate());
  if (asking.isSuccess)
    return (
      <Entrance title={t('signIn.sentTitle')} lead={t('signIn.sentLead', { email: email.trim() })}>
        <Notice>{t('signIn.sentHelp')}</Notice>
        <div className={styles.form}>
          <Button onClick={() => asking.reset()}>{t('signIn.otherAddress')}</Button>
          <BackToSignIn />
        </div>
      </Entrance>
    );
  return (
    <Entrance title={t('signIn.forgottenTitle')} lead={t('signIn.forgottenLead')}>
      <form className={styles.form} {...fields.props}>
        <EmailField
          label={t('signIn.email')}
          error={fields.problems.email}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {asking.error && <ProblemNote error={asking.error} />}
        <Button type="submit" variant="filled" loading={asking.isPending}>
          {t('signIn.sendLink')}
        </Button>
        <BackToSignIn />
      </form>
    </Entrance>
  );
}

function BackToSignIn() {
  const { t } = useTranslation();
  return (
    <div className={styles.ways}>
      <Link to="/connexion" className={styles.way}>
        {t('signIn.backToSignIn')}
      </Link>
    </div>
  );
}
