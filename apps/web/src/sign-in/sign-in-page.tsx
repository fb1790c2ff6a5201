import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { CodeStep } from './code-step.tsx';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { Notice } from './notice.tsx';
import { PasswordStep } from './password-step.tsx';
import { ProviderStep } from './provider-step.tsx';
import { useEnter } from './use-enter.ts';

type Step = 'password' | 'code' | 'provider';

/** Signing in: a password, then a code where the account has a second factor; or through the provider of one's firm. */
export function SignInPage() {
  const { t } = useTranslation();
  const { retour } = useSearch({ from: '/connexion' });
  const enter = useEnter(retour);
  const [step, setStep] = useState<Step>('password');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  usePageTitle(t('signIn.title'));
  const restart = () => {
    setPassword('');
    setStep('password');
  };
  if (step === 'code')
    return (
      <Entrance title={t('signIn.codeTitle')} lead={t('signIn.codeLead', { email: email.trim() })}>
        <CodeStep onIn={enter} onRestart={restart} />
      </Entrance>
    );
  if (step === 'provider')
    return (
      <Entrance title={t('signIn.firmTitle')} lead={t('signIn.firmLead')}>
        <ProviderStep email={email} onEmail={setEmail} returnTo={retour} onBack={() => setStep('password')} />
      </Entrance>
    );
  return (
    <Entrance title={t('signIn.title')} lead={t('signIn.lead')}>
      <Notices />
      <PasswordStep
        email={email}
        onEmail={setEmail}
        password={password}
        onPassword={setPassword}
        onNext={async (next) => (next === 'in' ? enter() : setStep('code'))}
        onProvider={() => setStep('provider')}
      />
    </Entrance>
  );
}

/** What brought somebody to this page. */
function Notices() {
  const { t } = useTranslation();
  const { retour, cree, nouveau, probleme, detail, reference } = useSearch({ from: '/connexion' });
  const about = useQuery({
    queryKey: keys.about,
    queryFn: ({ signal }) => api.call(routes.about, { signal }),
  });
  if (probleme)
    return (
      <div className={styles.problem}>
        <ProblemNote
          error={new NavetteError(probleme, { issuer: t('signIn.ofYourFirm'), ...(detail && { detail }) })}
        />
        {reference && <p className={styles.reference}>{t('general.reference', { reference })}</p>}
      </div>
    );
  return (
    <>
      {cree && <Notice>{t('signIn.installed')}</Notice>}
      {nouveau && <Notice>{t('signIn.passwordIsNew')}</Notice>}
      {retour && <Notice>{t('signIn.expired')}</Notice>}
      {about.data?.needsSetup && <Notice>{t('signIn.needsSetup')}</Notice>}
    </>
  );
}
