import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import styles from './client-form.module.css';

/** Creates a client. A SIRET that the server refuses says so on its field and may be saved with a reason. */
export function ClientForm({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('clients.form.title')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <Fields onClose={onClose} />
    </Modal>
  );
}

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [siret, setSiret] = useState('');
  const [overrideReason, setOverrideReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const creating = useMutation({
    mutationFn: () =>
      api.call(routes.createClient, {
        params: { firm },
        body: {
          name,
          code: code.trim() || null,
          siret: siret.trim() || null,
          siretOverrideReason: overrideReason.trim() || null,
        },
      }),
    onError: (error) => {
      const { code, sentence } = describeProblem(error, language);
      setRefusal(code === 'invalid_siret' ? sentence : null);
    },
    onSuccess: async (client) => {
      void queryClient.invalidateQueries({ queryKey: ['clients'] });
      onClose();
      notifications.show({ message: t('clients.form.created', { name: client.name }) });
      await navigate({ to: '/cabinets/$firm/dossiers/$client', params: { firm, client: client.id } });
    },
  });
  const isSiretRefused = refusal !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('clients.form.name')}
        required
        withAsterisk={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('clients.form.code')}
        description={t('clients.form.codeHelp')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextInput
        label={t('clients.form.siret')}
        description={t('clients.form.siretHelp')}
        inputMode="numeric"
        value={siret}
        error={refusal}
        onChange={(event) => {
          setSiret(event.currentTarget.value);
          setOverrideReason('');
          setRefusal(null);
          creating.reset();
        }}
      />
      {isSiretRefused && (
        <Textarea
          label={t('clients.form.override')}
          description={t('clients.form.overrideHelp')}
          minLength={3}
          autosize
          minRows={2}
          value={overrideReason}
          onChange={(event) => setOverrideReason(event.currentTarget.value)}
        />
      )}
      {creating.error && !isSiretRefused && <ProblemNote error={creating.error} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={creating.isPending}
          disabled={isSiretRefused && overrideReason.trim().length < 3}
        >
          {isSiretRefused ? t('clients.form.submitAnyway') : t('clients.form.submit')}
        </Button>
      </div>
    </form>
  );
}
