import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { FirmSettings } from '@navette/api';
import { normaliseSiret, siretProblem } from '@navette/model';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../frame/card.tsx';
import styles from './settings.module.css';
import { SettingsForm } from './settings-form.tsx';
import { useSaveSettings } from './use-settings.ts';

/** How the firm is called and reached, and the clock it lives by. */
export function IdentityPart({ settings }: { settings: FirmSettings }) {
  const { t } = useTranslation();
  const saving = useSaveSettings();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const form = useForm({
    initialValues: {
      name: settings.name,
      siret: settings.siret ?? '',
      address: settings.address ?? '',
      email: settings.email ?? '',
      phone: settings.phone ?? '',
      timeZone: settings.timeZone,
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('settings.identity.nameMissing') : null),
      siret: (siret) =>
        siret.trim() !== '' && siretProblem(normaliseSiret(siret)) !== null
          ? t('settings.identity.siretWrong')
          : null,
      email: (email) =>
        email === '' || /^\S+@\S+\.\S+$/.test(email) ? null : t('settings.identity.emailWrong'),
    },
  });
  const submit = form.onSubmit(({ name, timeZone, ...texts }) =>
    saving.mutate(
      {
        name: name.trim(),
        timeZone,
        siret: texts.siret.trim() || null,
        address: texts.address.trim() || null,
        email: texts.email.trim() || null,
        phone: texts.phone.trim() || null,
      },
      { onSuccess: () => form.resetDirty() },
    ),
  );
  return (
    <Card title={t('settings.identity.title')} help={t('settings.identity.help')}>
      <SettingsForm
        onSubmit={submit}
        isChanged={form.isDirty()}
        isSaving={saving.isPending}
        error={saving.error}
      >
        <div className={styles.pair}>
          <TextInput label={t('settings.identity.name')} maxLength={200} {...form.getInputProps('name')} />
          <TextInput
            label={t('settings.identity.siret')}
            inputMode="numeric"
            {...form.getInputProps('siret')}
          />
        </div>
        <Textarea
          label={t('settings.identity.address')}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('address')}
        />
        <div className={styles.pair}>
          <TextInput label={t('settings.identity.email')} type="email" {...form.getInputProps('email')} />
          <TextInput
            label={t('settings.identity.phone')}
            type="tel"
            maxLength={50}
            {...form.getInputProps('phone')}
          />
        </div>
        <Select
          label={t('settings.identity.timeZone')}
          description={t('settings.identity.timeZoneHelp')}
          data={zones}
          searchable
          allowDeselect={false}
          {...form.getInputProps('timeZone')}
        />
      </SettingsForm>
    </Card>
  );
}
