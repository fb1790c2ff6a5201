import { Button, TextInput } from '@mantine/core';
import { type Application, type Installation, routes } from '@navette/api';
import { IconWand } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { AddedNote } from './added-note.tsx';
import { CredentialDrawer } from './credential-drawer.tsx';
import { CredentialFields } from './credential-fields.tsx';
import styles from './credential-form.module.css';
import { TryingFoot } from './trying-foot.tsx';
import { useCredentialForm } from './use-credential-form.ts';
import { useOpenSetup } from './use-open-setup.ts';
import { useTrying } from './use-trying.ts';

interface AddDrawerProps {
  /** The one to add; `null` when none is. */
  readonly application: Application | null;
  readonly onClose: () => void;
}

/** Adds an application: the form of its manifest, tried at the partner, then what to do next. */
export function AddDrawer({ application, onClose }: AddDrawerProps) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<Installation | null>(null);
  const close = () => {
    setAdded(null);
    onClose();
  };
  return (
    <CredentialDrawer
      isOpen={application !== null}
      title={t('applications.form.title', { name: application?.name ?? '' })}
      onClose={close}
    >
      {added ? (
        <AddedNote installation={added} onLater={close} />
      ) : (
        application && <AddForm key={application.id} application={application} onAdded={setAdded} />
      )}
    </CredentialDrawer>
  );
}

interface AddFormProps {
  readonly application: Application;
  readonly onAdded: (installation: Installation) => void;
}

function AddForm({ application, onAdded }: AddFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const element = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(application.name);
  const form = useCredentialForm(application.fields, null);
  const setup = useOpenSetup();
  const trying = useTrying(
    async (credentials: Record<string, string>, signal) => {
      const body = { application: application.id, credentials, ...(name.trim() && { name: name.trim() }) };
      try {
        return await api.call(routes.createInstallation, { params: { firm }, body, signal });
      } catch (error) {
        form.refuse(element.current, error);
        throw error;
      }
    },
    (installation) => {
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
      void queryClient.invalidateQueries({ queryKey: keys.figures(firm) });
      onAdded(installation);
    },
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (trying.isTrying || !form.isComplete(event.currentTarget)) return;
    trying.start(Object.fromEntries(Object.entries(form.values).filter(([, value]) => value !== '')));
  };
  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.lead}>{say(application.summary, language)}</p>
      <TextInput
        label={t('applications.form.name')}
        description={t('applications.form.nameHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <CredentialFields
        application={application}
        values={form.values}
        problems={form.problems}
        onChange={form.change}
        isRenewal={false}
      />
      {application.notes.length > 0 && (
        <ul className={styles.notes} aria-label={t('applications.form.notes')}>
          {application.notes.map((note) => (
            <li key={note.fr}>{say(note, language)}</li>
          ))}
        </ul>
      )}
      <TryingFoot
        gesture={t('applications.form.add')}
        partner={application.partner}
        trying={trying}
        refusal={setup.error ?? trying.error}
        isTold={setup.error === null && form.isAtField(trying.error)}
      >
        <Button
          leftSection={<IconWand size={16} aria-hidden />}
          title={t('applications.form.addWithSetupHelp', { partner: application.partner })}
          loading={setup.isPending}
          onClick={() => setup.open({ application: application.id })}
        >
          {t('applications.form.addWithSetup')}
        </Button>
      </TryingFoot>
    </form>
  );
}

function say(words: { readonly fr: string; readonly en: string }, language: 'fr' | 'en'): string {
  return language === 'fr' ? typeset(words.fr) : words.en;
}
