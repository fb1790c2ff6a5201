import { Button } from '@mantine/core';
import { type Application, routes, type Setup } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { describeProblem } from '../api/problem-sentence.ts';
import { CredentialFields } from '../applications/credential-fields.tsx';
import { RefusalNote } from '../applications/refusal-note.tsx';
import { useCatalogue } from '../applications/use-applications.ts';
import { useCredentialForm } from '../applications/use-credential-form.ts';
import { useTrying } from '../applications/use-trying.ts';
import { useLanguage } from '../language/language.ts';
import { AdvancedFields, isAdvanced } from './advanced-fields.tsx';
import { ApplicationNotes } from './application-notes.tsx';
import styles from './credentials-step.module.css';
import { SetupFoot } from './setup-foot.tsx';
import type { SetupStep } from './step-props.ts';
import { type Values, valuesToSend } from './values-to-send.ts';

interface CredentialsStepProps {
  readonly firm: string;
  readonly setup: Setup;
  readonly onTried: (setup: Setup) => void;
  /** With the reason, for the light; `null` when another try begins. */
  readonly onRefused: (sentence: string | null) => void;
  readonly goTo: (step: SetupStep) => void;
}

/** What the application asks for, tried at the partner for real: only when it works does the next step open. */
export function CredentialsStep({ firm, setup, ...gestures }: CredentialsStepProps) {
  const catalogue = useCatalogue(firm, true);
  const installation = useInstallation(firm, setup.installationId);
  const application = catalogue.data?.items.find(({ id }) => id === setup.application);
  const error = catalogue.error ?? installation.error;
  if (error) return <ProblemNote error={error} onRetry={() => void catalogue.refetch()} />;
  if (!application || installation.isLoading) return null;
  return (
    <CredentialsForm
      {...{ firm, setup, application, ...gestures }}
      kept={setup.installationId === null ? null : (installation.data?.settings ?? {})}
      keptSecrets={installation.data?.keptSecrets ?? null}
    />
  );
}

/** The application, once it is there. */
function useInstallation(firm: string, installationId: string | null) {
  return useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
    enabled: installationId !== null,
    select: ({ items }) => items.find(({ id }) => id === installationId),
  });
}

interface CredentialsFormProps extends CredentialsStepProps {
  readonly application: Application;
  /** `null` the first time. */
  readonly kept: Values | null;
  readonly keptSecrets: readonly string[] | null;
}

function CredentialsForm(props: CredentialsFormProps) {
  const { firm, setup, application, kept, keptSecrets, onTried, onRefused, goTo } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const { fields } = application;
  const { partner } = setup;
  const typed = useCredentialForm(fields, kept, keptSecrets);
  const [isTouched, setTouched] = useState(false);
  const trying = useTrying(
    (values: Values, signal) =>
      api.call(routes.trySetupCredentials, {
        params: { firm, setup: setup.id },
        body: { credentials: valuesToSend(fields, values, kept, typed.removed) },
        signal,
      }),
    onTried,
  );
  // They work, and nobody touched them: there is nothing to try.
  const isToTry = kept === null || isTouched || setup.installationState === 'stopped';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isToTry) return goTo('mapping');
    if (!form.current || !typed.isComplete(form.current)) return;
    onRefused(null);
    trying.start(typed.values, {
      onError: (error) => {
        typed.refuse(form.current, error);
        onRefused(describeProblem(error, language).sentence);
      },
    });
  };
  const change = (name: string, value: string) => {
    setTouched(true);
    typed.change(name, value);
  };
  const remove = (name: string, isRemoved: boolean) => {
    setTouched(true);
    typed.remove(name, isRemoved);
  };
  const shared = { ...typed, onChange: change, onRemove: remove };
  const isAdvancedWrong = fields.some((field) => isAdvanced(field) && field.name in typed.problems);
  const missing = fields.filter(
    ({ name, isRequired, isSecret }) =>
      isRequired && !(typed.isRenewal && isSecret) && (typed.values[name] ?? '').trim() === '',
  );
  const names = missing.map(({ label }) => label[language]).join(', ');
  const note = trying.isTrying
    ? t('setups.credentials.trying', { partner })
    : missing.length > 0
      ? t('setups.credentials.fillFirst', { count: missing.length, names })
      : isToTry && t('setups.credentials.check', { partner });
  const lead = kept === null ? 'setups.credentials.lead' : 'setups.credentials.leadAgain';
  return (
    <>
      <form id={formId} ref={form} className={styles.form} noValidate onSubmit={submit}>
        <section className={styles.card} aria-label={t('setups.credentials.title', { partner })}>
          <header>
            <h2>{t('setups.credentials.title', { partner })}</h2>
            <p className={styles.lead}>{t(lead, { partner })}</p>
          </header>
          {trying.error && !typed.isAtField(trying.error) && <RefusalNote error={trying.error} />}
          <div className={styles.fields}>
            <CredentialFields
              application={{ id: application.id, fields: fields.filter((field) => !isAdvanced(field)) }}
              {...shared}
            />
          </div>
          <AdvancedFields partner={partner} fields={fields} isWrong={isAdvancedWrong}>
            {(advanced) => (
              <CredentialFields application={{ id: application.id, fields: advanced }} {...shared} />
            )}
          </AdvancedFields>
        </section>
        <ApplicationNotes notes={application.notes} />
      </form>
      <SetupFoot
        note={note}
        action={
          <>
            {trying.isTrying && (
              <Button onClick={trying.giveUp}>{t('applications.form.cancelTrying')}</Button>
            )}
            <Button variant="filled" type="submit" form={formId} loading={trying.isTrying}>
              {t(isToTry ? 'setups.credentials.validate' : 'setups.next')}
            </Button>
          </>
        }
      />
    </>
  );
}
