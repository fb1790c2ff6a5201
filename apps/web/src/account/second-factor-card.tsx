import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import styles from './account.module.css';
import { PasswordAndCode } from './password-and-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';

type Doing = 'setup' | 'renew' | 'end' | { readonly codes: readonly string[] } | null;

/** Whether a code is asked for besides the password, and what one may do about it. */
export function SecondFactorCard({ hasSecondFactor }: { hasSecondFactor: boolean }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const stop = () => setDoing(null);
  const told = (message: string) => {
    stop();
    // A firm that requires it lets in, or no more: everything is asked for again.
    void queryClient.invalidateQueries();
    notifications.show({ message });
  };
  return (
    <Card title={t('account.factor.title')} help={t('account.factor.help')}>
      <div className={page.body}>
        {doing === null && (
          <div className={styles.state}>
            <State isOn={hasSecondFactor} />
            <div className={styles.gestures}>
              {hasSecondFactor ? (
                <>
                  <Button onClick={() => setDoing('renew')}>{t('account.codes.renew')}</Button>
                  <Button onClick={() => setDoing('end')}>{t('account.factor.end')}</Button>
                </>
              ) : (
                <Button variant="filled" onClick={() => setDoing('setup')}>
                  {t('account.factor.begin')}
                </Button>
              )}
            </div>
          </div>
        )}
        {doing === 'setup' && (
          <SecondFactorSetup onDone={() => told(t('account.factor.nowOn'))} onCancel={stop} />
        )}
        {doing === 'renew' && (
          <PasswordAndCode
            explanation={t('account.codes.renewHelp')}
            gesture={t('account.codes.renew')}
            call={(body) => api.call(routes.renewRecoveryCodes, { body })}
            onDone={({ recoveryCodes }) => setDoing({ codes: recoveryCodes })}
            onCancel={stop}
          />
        )}
        {doing === 'end' && (
          <PasswordAndCode
            explanation={t('account.factor.endHelp')}
            gesture={t('account.factor.end')}
            call={(body) => api.call(routes.endSecondFactor, { body })}
            onDone={() => told(t('account.factor.nowOff'))}
            onCancel={stop}
          />
        )}
        {typeof doing === 'object' && doing !== null && <RecoveryCodes codes={doing.codes} onKept={stop} />}
      </div>
    </Card>
  );
}

function State({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  const Icon = isOn ? IconShieldCheck : IconShieldOff;
  return (
    <p className={styles.factor} data-on={isOn}>
      <Icon size={18} aria-hidden />
      {t(isOn ? 'account.factor.on' : 'account.factor.off')}
    </p>
  );
}
