import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SecondFactorSetup } from '../account/second-factor-setup.tsx';
import { meQuery } from '../api/firm.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import styles from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { Notice } from './notice.tsx';
import { safeReturnAddress } from './return-address.ts';
import { useSignOut } from './use-sign-out.ts';

/** For somebody whose firm requires a second factor, and who has none yet. */
export function SecondFactorPage() {
  const { t } = useTranslation();
  usePageTitle(t('signIn.requiredTitle'));
  const { retour } = useSearch({ from: '/second-facteur' });
  const me = useQuery(meQuery).data;
  const router = useRouter();
  const signOut = useSignOut();
  const leave = () => router.history.push(safeReturnAddress(retour));
  return (
    <Entrance title={t('signIn.requiredTitle')} lead={t('signIn.requiredLead')}>
      {me?.user.hasSecondFactor ? (
        <>
          <Notice>{t('signIn.requiredDone')}</Notice>
          <Button variant="filled" fullWidth onClick={leave}>
            {t('signIn.enter')}
          </Button>
        </>
      ) : (
        <SecondFactorSetup onDone={leave} />
      )}
      <div className={styles.ways}>
        <button type="button" className={styles.way} onClick={signOut}>
          {t('frame.signOut')}
        </button>
      </div>
    </Entrance>
  );
}
