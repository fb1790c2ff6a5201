import { Switch } from '@mantine/core';
import type { FirmSettings } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { ProviderCard } from './provider-card.tsx';
import { useSaveSettings } from './use-settings.ts';

/** How people of the firm prove who they are. */
export function SecurityPart({ settings }: { settings: FirmSettings }) {
  const { t } = useTranslation();
  const saving = useSaveSettings();
  return (
    <>
      <Card title={t('settings.security.title')} help={t('settings.security.help')}>
        <div className={page.body}>
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
      </Card>
      <ProviderCard />
    </>
  );
}
