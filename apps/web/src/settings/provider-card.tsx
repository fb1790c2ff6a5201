import { Button, Checkbox, CopyButton, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import styles from './settings.module.css';
import { SettingsForm } from './settings-form.tsx';

type ProviderAnswer = Awaited<ReturnType<typeof fetchProvider>>;

function fetchProvider(firm: string, signal?: AbortSignal) {
  return api.call(routes.getSignInProvider, { params: { firm }, ...(signal ? { signal } : {}) });
}

/** The firm's own OpenID Connect provider. */
export function ProviderCard() {
  const firm = useFirmId();
  const { data, error, refetch } = useQuery({
    queryKey: keys.provider(firm),
    queryFn: ({ signal }) => fetchProvider(firm, signal),
  });
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  return data ? <ProviderForm key={JSON.stringify(data)} answer={data} /> : null;
}

function ProviderForm({ answer: { provider, redirectUrl } }: { answer: ProviderAnswer }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: {
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      domains: [...(provider?.domains ?? [])],
      trustsEmails: provider?.trustsEmails ?? false,
    },
    validate: {
      issuer: (issuer) => (issuer.trim() === '' ? t('settings.provider.issuerMissing') : null),
      clientId: (clientId) => (clientId.trim() === '' ? t('settings.provider.clientIdMissing') : null),
      clientSecret: (secret) =>
        provider === null && secret.trim() === '' ? t('settings.provider.secretMissing') : null,
      domains: (domains) => (domains.length === 0 ? t('settings.provider.domainsMissing') : null),
    },
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.provider(firm) });
  const saving = useMutation({
    mutationFn: async ({ clientSecret, ...values }: typeof form.values) => {
      if (provider === null)
        await api.call(routes.createSignInProvider, { params: { firm }, body: { ...values, clientSecret } });
      else
        await api.call(routes.updateSignInProvider, {
          params: { firm },
          body: { ...values, ...(clientSecret === '' ? {} : { clientSecret }) },
        });
    },
    onSuccess: async () => {
      await refresh();
      notifications.show({ message: t('settings.saved') });
    },
  });
  const removing = useMutation({
    mutationFn: () => api.call(routes.removeSignInProvider, { params: { firm } }),
    onSuccess: refresh,
  });
  const testing = useMutation({
    mutationFn: () =>
      api.call(routes.testSignInProvider, { params: { firm }, body: { issuer: form.values.issuer } }),
  });
  return (
    <Card title={t('settings.provider.title')} help={t('settings.provider.help')}>
      <SettingsForm
        onSubmit={form.onSubmit((values) => saving.mutate(values))}
        isChanged={form.isDirty()}
        isSaving={saving.isPending}
        error={saving.error ?? removing.error ?? testing.error}
        gestures={
          <>
            {provider && (
              <Button loading={removing.isPending} onClick={() => removing.mutate()}>
                {t('settings.provider.remove')}
              </Button>
            )}
            <Button
              disabled={form.values.issuer.trim() === ''}
              loading={testing.isPending}
              onClick={() => testing.mutate()}
            >
              {t('settings.provider.test')}
            </Button>
          </>
        }
      >
        <div>
          <p className={page.note}>{t('settings.provider.redirect')}</p>
          <CopyButton value={redirectUrl} timeout={2000}>
            {({ copied, copy }) => (
              <div className={page.actions} style={{ justifyContent: 'flex-start', alignItems: 'center' }}>
                <code className={styles.words}>{redirectUrl}</code>
                <Button onClick={copy}>{t(copied ? 'resources.copied' : 'resources.copy')}</Button>
              </div>
            )}
          </CopyButton>
        </div>
        <TextInput
          label={t('settings.provider.issuer')}
          placeholder="https://login.exemple.fr"
          {...form.getInputProps('issuer')}
        />
        <div className={styles.pair}>
          <TextInput
            label={t('settings.provider.clientId')}
            autoComplete="off"
            {...form.getInputProps('clientId')}
          />
          <PasswordInput
            label={t('settings.provider.clientSecret')}
            autoComplete="new-password"
            placeholder={provider ? t('settings.mail.passwordKept') : ''}
            {...form.getInputProps('clientSecret')}
          />
        </div>
        <TagsInput
          label={t('settings.provider.domains')}
          description={t('settings.provider.domainsHelp')}
          placeholder="cabinet-morvan.fr"
          splitChars={[',', ' ', ';']}
          {...form.getInputProps('domains')}
        />
        <Checkbox
          label={t('settings.provider.trusts')}
          {...form.getInputProps('trustsEmails', { type: 'checkbox' })}
        />
        {testing.data && (
          <p className={page.note} role="status">
            {t(testing.data.givesEmail ? 'settings.provider.reached' : 'settings.provider.reachedNoEmail', {
              issuer: testing.data.issuer,
            })}
          </p>
        )}
      </SettingsForm>
    </Card>
  );
}
