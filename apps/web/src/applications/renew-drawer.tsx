import { type Application, type Installation, routes } from '@navette/api';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useTell } from '../documents/use-tell.ts';
import { useFormat } from '../language/use-format.ts';
import { CredentialDrawer } from './credential-drawer.tsx';
import { CredentialFields } from './credential-fields.tsx';
import styles from './credential-form.module.css';
import { TryingFoot } from './trying-foot.tsx';
import { useCatalogue } from './use-applications.ts';
import { useCredentialForm } from './use-credential-form.ts';
import { useTrying } from './use-trying.ts';

interface RenewDrawerProps {
  readonly installation: Installation;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Renews the credentials of an application: the same form, whose secrets are only written. */
export function RenewDrawer({ installation, isOpen, onClose }: RenewDrawerProps) {
  const { t } = useTranslation();
  const { data } = useCatalogue(useFirmId(), isOpen);
  const application = data?.items.find(({ id }) => id === installation.application);
  return (
    <CredentialDrawer
      isOpen={isOpen}
      title={t('applications.form.renewTitle', { name: installation.name })}
      onClose={onClose}
    >
      {application && <RenewForm installation={installation} application={application} onDone={onClose} />}
    </CredentialDrawer>
  );
}

interface RenewFormProps {
  readonly installation: Installation;
  readonly application: Application;
  readonly onDone: () => void;
}

function RenewForm({ installation, application, onDone }: RenewFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const firm = useFirmId();
  const tell = useTell();
  const queryClient = useQueryClient();
  const element = useRef<HTMLFormElement>(null);
  const { id, name, partner, identity, checkedAt } = installation;
  const { fields } = application;
  const form = useCredentialForm(fields, installation.settings ?? {}, installation.keptSecrets);
  const trying = useTrying(
    async (credentials: Record<string, string | null>, signal) => {
      const params = { firm, installation: id };
      try {
        return await api.call(routes.renewCredentials, { params, body: { credentials }, signal });
      } catch (error) {
        form.refuse(element.current, error);
        throw error;
      }
    },
    () => {
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
      tell.done(t('applications.done.renewed', { name }));
      onDone();
    },
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (trying.isTrying || !form.isComplete(event.currentTarget)) return;
    const isTold = (field: string) => form.values[field] !== '' || !isSecret(field);
    const isSecret = (field: string) => fields.some((each) => each.name === field && each.isSecret);
    trying.start({
      ...Object.fromEntries(Object.entries(form.values).filter(([field]) => isTold(field))),
      ...Object.fromEntries(form.removed.map((field) => [field, null])),
    });
  };
  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.lead}>
        {identity && t('applications.form.account', { identity })}
        {identity &&
          checkedAt &&
          `, ${t('applications.form.checkedAt', { time: format.dateTime(checkedAt) })}`}
        {identity && <br />}
        {t('applications.form.renewHelp')}{' '}
        {fields.some(({ expects }) => expects === 'address' || expects === 'host') &&
          t('applications.form.elsewhere')}
      </p>
      <CredentialFields
        application={application}
        values={form.values}
        problems={form.problems}
        onChange={form.change}
        isRenewal
        keptSecrets={form.keptSecrets}
        removed={form.removed}
        onRemove={form.remove}
      />
      <TryingFoot
        gesture={t('applications.form.renew')}
        partner={partner}
        trying={trying}
        refusal={trying.error}
        isTold={form.isAtField(trying.error)}
      />
    </form>
  );
}
