import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/firm.ts';
import page from '../frame/page.module.css';
import { usePageTitle } from '../frame/use-page-title.ts';
import { Notice } from '../sign-in/notice.tsx';
import styles from './account.module.css';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SessionCard } from './session-card.tsx';

/** One's own account: who one is, what protects it, where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  usePageTitle(t('account.title'));
  const user = useQuery(meQuery).data?.user;
  if (!user) return null;
  return (
    <div className={`${page.page} ${styles.page}`}>
      <header>
        <h1>{t('account.title')}</h1>
        <p className={page.note}>{t('account.lead')}</p>
      </header>
      {user.byProvider && <Notice>{t('account.byProvider')}</Notice>}
      <ProfileCard key={user.name} user={user} />
      {!user.byProvider && (
        <>
          <PasswordCard />
          <SecondFactorCard hasSecondFactor={user.hasSecondFactor} />
        </>
      )}
      <SessionCard />
    </div>
  );
}
