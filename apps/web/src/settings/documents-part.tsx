import { Checkbox, NumberInput, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { FirmSettings } from '@navette/api';
import { fileFamilies } from '@navette/model';
import { useTranslation } from 'react-i18next';
import { Card } from '../frame/card.tsx';
import styles from './settings.module.css';
import { SettingsForm } from './settings-form.tsx';
import { useSaveSettings } from './use-settings.ts';

const megabyte = 1024 ** 2;
const proposedBinDays = 90;

/** What the firm takes, how late a month still counts, how long the bin keeps. */
export function DocumentsPart({ settings }: { settings: FirmSettings }) {
  const { t } = useTranslation();
  const saving = useSaveSettings();
  const form = useForm({
    initialValues: {
      maxMegabytes: Math.round(settings.maxFileBytes / megabyte),
      acceptedFamilies: settings.acceptedFamilies as string[],
      graceMonths: settings.graceMonths,
      empties: settings.binDays !== null,
      binDays: settings.binDays ?? proposedBinDays,
    },
    validate: {
      acceptedFamilies: (families) => (families.length === 0 ? t('settings.documents.noFamily') : null),
    },
  });
  const submit = form.onSubmit(({ maxMegabytes, acceptedFamilies, graceMonths, empties, binDays }) =>
    saving.mutate(
      {
        maxFileBytes: maxMegabytes * megabyte,
        acceptedFamilies: fileFamilies.filter((family) => acceptedFamilies.includes(family)),
        graceMonths,
        binDays: empties ? binDays : null,
      },
      { onSuccess: () => form.resetDirty() },
    ),
  );
  return (
    <Card title={t('settings.documents.title')} help={t('settings.documents.help')}>
      <SettingsForm
        onSubmit={submit}
        isChanged={form.isDirty()}
        isSaving={saving.isPending}
        error={saving.error}
      >
        <Checkbox.Group
          label={t('settings.documents.families')}
          description={t('settings.documents.familiesHelp')}
          {...form.getInputProps('acceptedFamilies')}
        >
          <div className={styles.families} style={{ marginTop: 10 }}>
            {fileFamilies.map((family) => (
              <Checkbox key={family} value={family} label={t(`settings.documents.family.${family}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={styles.pair}>
          <NumberInput
            label={t('settings.documents.maxSize')}
            suffix={t('settings.documents.megabytes')}
            min={1}
            max={2048}
            allowDecimal={false}
            {...form.getInputProps('maxMegabytes')}
          />
          <NumberInput
            label={t('settings.documents.grace')}
            description={t('settings.documents.graceHelp')}
            suffix={t('settings.documents.months')}
            min={0}
            max={120}
            allowDecimal={false}
            {...form.getInputProps('graceMonths')}
          />
        </div>
        <Switch
          label={t('settings.documents.bin')}
          description={t('settings.documents.binHelp')}
          {...form.getInputProps('empties', { type: 'checkbox' })}
        />
        {form.values.empties && (
          <NumberInput
            label={t('settings.documents.binDays')}
            suffix={t('settings.documents.days')}
            min={1}
            max={3650}
            allowDecimal={false}
            maw={260}
            {...form.getInputProps('binDays')}
          />
        )}
      </SettingsForm>
    </Card>
  );
}
