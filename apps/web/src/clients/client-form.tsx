import { Button, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { Attribute } from '@navette/api';
import { ApiError, type Client, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { describeProblem } from '../api/problem-sentence.ts';
import { AttributeInput } from '../attributes/attribute-input.tsx';
import { isSaveable } from '../attributes/typed-value.ts';
import { useAttributes } from '../attributes/use-attributes.ts';
import { useLanguage } from '../language/language.ts';
import styles from './client-form.module.css';
import { type ClientValues, changesOf, fieldOf, valuesOf } from './client-values.ts';
import { PeopleInput } from './people-input.tsx';
import { type Assignable, useCollaborators, useMembers } from './use-people.ts';

interface ClientFormProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The client to change; without one, a client is created. */
  readonly client?: Client;
}

/** Creates a client, or changes one: its name, the firm's attributes, who takes care of it. */
export function ClientForm({ isOpen, onClose, client }: ClientFormProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={620}
      title={client ? t('clients.form.change', { name: client.name }) : t('clients.form.title')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <LoadedFields client={client} onClose={onClose} />
    </Modal>
  );
}

function LoadedFields({ client, onClose }: { client: Client | undefined; onClose: () => void }) {
  const firm = useFirmId();
  const attributes = useAttributes(firm);
  const members = useMembers(firm, client?.id);
  const collaborators = useCollaborators(firm, true);
  const failure = attributes.error ?? members.error;
  if (failure) return <ProblemNote error={failure} />;
  if (!attributes.data || (client && !members.data))
    return <div className={styles.loading} aria-busy="true" />;
  return (
    <Fields
      client={client}
      attributes={attributes.data}
      people={members.data ?? collaborators}
      onClose={onClose}
    />
  );
}

interface FieldsProps {
  readonly client: Client | undefined;
  readonly attributes: readonly Attribute[];
  readonly people: readonly Assignable[];
  readonly onClose: () => void;
}

function Fields({ client, attributes, people, onClose }: FieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const assigned = people.filter(({ isAssigned }) => client && isAssigned).map(({ id }) => id);
  const [before] = useState(() => valuesOf(attributes, client, assigned));
  const form = useForm<ClientValues>({
    initialValues: before,
    validate: {
      name: (name) => (name.trim() === '' ? t('clients.form.nameMissing') : null),
      values: (values) => (areSaveable(attributes, values) ? null : 'refused'),
    },
  });
  const saving = useSaveClient(client, before, onClose);
  const submit = form.onSubmit((values) =>
    saving.mutate(values, {
      onError: (error) => {
        const field = error instanceof ApiError ? fieldOf(error.field, attributes) : null;
        if (field) form.setFieldError(field, describeProblem(error, language).sentence);
      },
    }),
  );
  const isOnField = saving.error instanceof ApiError && fieldOf(saving.error.field, attributes) !== null;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('clients.form.name')}
        required
        maxLength={200}
        withAsterisk={false}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={styles.attributes}>
        {attributes.map((attribute) => (
          <AttributeInput
            key={attribute.id}
            attribute={attribute}
            clientId={client?.id}
            typed={form.values.values[attribute.id] ?? { value: '', overrideReason: '' }}
            error={form.errors[`values.${attribute.id}`]}
            onChange={(typed) => {
              form.setFieldValue(`values.${attribute.id}`, typed);
              form.clearFieldError(`values.${attribute.id}`);
              form.clearFieldError('values');
            }}
          />
        ))}
      </div>
      <PeopleInput people={people} {...form.getInputProps('people')} />
      {saving.error && !isOnField && <ProblemNote error={saving.error} />}
      {form.errors.values && (
        <p className={styles.refused} role="alert">
          {t('clients.form.refused')}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={saving.isPending}>
          {client ? t('clients.form.save') : t('clients.form.submit')}
        </Button>
      </div>
    </form>
  );
}

function areSaveable(attributes: readonly Attribute[], values: ClientValues['values']): boolean {
  return attributes.every((attribute) => {
    const typed = values[attribute.id];
    return typed === undefined || isSaveable(attribute.kind, typed);
  });
}

function useSaveClient(client: Client | undefined, before: ClientValues, onClose: () => void) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (values: ClientValues) => {
      const body = { name: values.name.trim(), attributes: changesOf(before, values) };
      const saved = client
        ? await api.call(routes.updateClient, { params: { firm, client: client.id }, body })
        : await api.call(routes.createClient, { params: { firm }, body });
      const isChanged = [...values.people].sort().join() !== [...before.people].sort().join();
      if (!isChanged) return saved;
      try {
        const body = { userIds: values.people };
        return await api.call(routes.setClientMembers, { params: { firm, client: saved.id }, body });
      } catch {
        // The client is saved already: a refusal here is told, and must not make anybody save it twice.
        notifications.show({ color: 'rouge', message: t('clients.form.peopleFailed') });
        return saved;
      }
    },
    onSuccess: async (saved) => {
      for (const key of ['clients', 'client', 'attributes', 'members'])
        void queryClient.invalidateQueries({ queryKey: [key, firm] });
      onClose();
      const said = client ? 'clients.form.saved' : 'clients.form.created';
      notifications.show({ message: t(said, { name: saved.name }) });
      if (!client)
        await navigate({ to: '/cabinets/$firm/dossiers/$client', params: { firm, client: saved.id } });
    },
  });
}
