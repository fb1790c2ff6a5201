import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirm, useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import styles from './settings.module.css';
import { SettingsForm } from './settings-form.tsx';

const securities = ['starttls', 'tls', 'none'] as const;
type Security = (typeof securities)[number];
const usualPorts: Readonly<Record<Security, number>> = { starttls: 587, tls: 465, none: 25 };

/** By which server the firm's mails leave. */
export function MailPart() {
  const firm = useFirmId();
  const { data, error, refetch } = useQuery({
    queryKey: keys.mail(firm),
    queryFn: ({ signal }) => api.call(routes.getMailSettings, { params: { firm }, signal }),
  });
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  // A new form when another server is saved.
  return data ? <MailForm key={JSON.stringify(data)} answer={data} /> : null;
}

type MailAnswer = Awaited<ReturnType<typeof fetchMail>>;
const fetchMail = (firm: string) => api.call(routes.getMailSettings, { params: { firm } });

function MailForm({ answer: { settings, hasOperatorServer } }: { answer: MailAnswer }) {
  const { t } = useTranslation();
  const firm = useFirm();
  const { saving, removing, testing } = useMailGestures();
  const form = useForm({
    initialValues: {
      host: settings?.host ?? '',
      port: settings?.port ?? usualPorts.starttls,
      security: settings?.security ?? ('starttls' as Security),
      user: settings?.user ?? '',
      password: '',
      fromAddress: settings?.fromAddress ?? '',
      fromName: settings?.fromName ?? firm.name,
    },
    validate: {
      host: (host) => (host.trim() === '' ? t('settings.mail.hostMissing') : null),
      fromAddress: (from) => (/^\S+@\S+\.\S+$/.test(from) ? null : t('settings.mail.fromMissing')),
    },
  });
  const submit = form.onSubmit(({ user, password, ...rest }) =>
    saving.mutate({
      ...rest,
      user: user.trim() || null,
      ...(user.trim() === '' ? { password: null } : password === '' ? {} : { password }),
    }),
  );
  return (
    <>
      <Card
        title={t('settings.mail.title')}
        help={t(hasOperatorServer ? 'settings.mail.help' : 'settings.mail.helpAlone')}
      >
        <SettingsForm
          onSubmit={submit}
          isChanged={form.isDirty()}
          isSaving={saving.isPending}
          error={saving.error ?? removing.error}
          gestures={
            settings && (
              <Button loading={removing.isPending} onClick={() => removing.mutate()}>
                {t('settings.mail.remove')}
              </Button>
            )
          }
        >
          <div className={styles.pair}>
            <TextInput
              label={t('settings.mail.host')}
              placeholder="smtp.exemple.fr"
              {...form.getInputProps('host')}
            />
            <div className={styles.pair}>
              <Select
                label={t('settings.mail.security')}
                data={securities.map((value) => ({ value, label: t(`settings.mail.securities.${value}`) }))}
                allowDeselect={false}
                {...form.getInputProps('security')}
                onChange={(value) => {
                  const security = securities.find((each) => each === value) ?? 'starttls';
                  form.setValues({ security, port: usualPorts[security] });
                }}
              />
              <NumberInput
                label={t('settings.mail.port')}
                min={1}
                max={65_535}
                allowDecimal={false}
                hideControls
                {...form.getInputProps('port')}
              />
            </div>
          </div>
          <div className={styles.pair}>
            <TextInput label={t('settings.mail.user')} autoComplete="off" {...form.getInputProps('user')} />
            <PasswordInput
              label={t('settings.mail.password')}
              autoComplete="new-password"
              placeholder={settings?.hasPassword ? t('settings.mail.passwordKept') : ''}
              {...form.getInputProps('password')}
            />
          </div>
          <div className={styles.pair}>
            <TextInput
              label={t('settings.mail.fromAddress')}
              type="email"
              {...form.getInputProps('fromAddress')}
            />
            <TextInput
              label={t('settings.mail.fromName')}
              maxLength={120}
              {...form.getInputProps('fromName')}
            />
          </div>
        </SettingsForm>
      </Card>
      <Card title={t('settings.mail.testTitle')} help={t('settings.mail.testHelp')}>
        <div className={page.body} aria-live="polite">
          {testing.error && <ProblemNote error={testing.error} />}
          {testing.data && (
            <>
              <p>{t('settings.mail.sent', { address: testing.data.sentTo })}</p>
              <p className={styles.words}>{testing.data.words}</p>
            </>
          )}
          <div className={page.actions}>
            <Button
              disabled={form.isDirty() || (settings === null && !hasOperatorServer)}
              loading={testing.isPending}
              onClick={() => testing.mutate()}
            >
              {t('settings.mail.test')}
            </Button>
          </div>
        </div>
      </Card>
    </>
  );
}

function useMailGestures() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  type Body = NonNullable<Parameters<typeof api.call<typeof routes.saveMailSettings>>[1]>['body'];
  const saving = useMutation({
    mutationFn: (body: Body) =>
      api.call(routes.saveMailSettings, { params: { firm }, ...(body === undefined ? {} : { body }) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.mail(firm), saved);
      notifications.show({ message: t('settings.saved') });
    },
  });
  const removing = useMutation({
    mutationFn: () => api.call(routes.removeMailSettings, { params: { firm } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.mail(firm) }),
  });
  const testing = useMutation({
    mutationFn: () => api.call(routes.testMailSettings, { params: { firm }, body: { language } }),
  });
  return { saving, removing, testing };
}
