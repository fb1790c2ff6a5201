import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Entrance } from './entrance.tsx';
import { Notice } from './notice.tsx';
import { useSignOut } from './use-sign-out.ts';

/** For a person who is signed in and belongs to no firm. */
export function NoFirmPage() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Entrance title="Navette" lead={t('signIn.lead')}>
      <Notice>{t('signIn.noFirm')}</Notice>
      <Button onClick={signOut}>{t('frame.signOut')}</Button>
    </Entrance>
  );
}
