import { Switch } from '@mantine/core';
import type { FirmSettings } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { ProviderCard } from './provider-card.tsx';
import styles from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useSaveSettings } from './use-settings.ts';

/** How people of the firm prove who they are. */
export function SecurityPart({ settings }: { settings: FirmSettings }) {
  const { t } = useTranslation();
  const saving = useSaveSettings();
  return (
    <>
      <SettingsCard title={t('settings.security.title')} help={t('settings.security.help')}>
        <div className={styles.body}>
          <Switch
            label={t('settings.security.require')}
            description={t('settings.security.requireHelp')}
            checked={
              saving.isPending ? saving.variables.requireSecondFactor === true : settings.requireSecondFactor
            }
            onChange={(event) => saving.mutate({ requireSecondFactor: event.currentTarget.checked })}
          />
          {saving.error && <ProblemNote error={saving.error} />}
        </div>
      </SettingsCard>
      <ProviderCard />
    </>
  );
}
