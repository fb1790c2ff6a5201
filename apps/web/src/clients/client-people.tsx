import { Button, Skeleton } from '@mantine/core';
import { type Client, routes } from '@navette/api';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { InitialsMark } from '../frame/initials-mark.tsx';
import card from './client-part.module.css';
import styles from './client-people.module.css';
import { PeopleInput } from './people-input.tsx';
import { type Assignable, useMembers } from './use-people.ts';

/** Who takes care of a client, and its own users. */
export function ClientPeople({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const members = useMembers(firm, client.id);
  const [isChanging, setChanging] = useState(false);
  const assigned = members.data?.filter(({ isAssigned }) => isAssigned) ?? [];
  return (
    <section className={card.card}>
      <header>
        <h2>{t('clients.details.people')}</h2>
        {members.data && !isChanging && (
          <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setChanging(true)}>
            {t('clients.details.changePeople')}
          </Button>
        )}
      </header>
      <div className={card.body}>
        {members.isPending && <Skeleton height={28} width={240} radius="sm" />}
        {members.error && !members.data && <ProblemNote error={members.error} />}
        {members.data &&
          (isChanging ? (
            <PeopleForm client={client} people={members.data} onClose={() => setChanging(false)} />
          ) : (
            <ul className={styles.people}>
              {assigned.length === 0 && <li className={card.quiet}>{t('clients.details.nobody')}</li>}
              {assigned.map(({ id, name, email, role }) => (
                <li key={id}>
                  <InitialsMark name={name} />
                  <span className={styles.person}>
                    <b>{name}</b>
                    <span className={card.quiet}>
                      {t(`frame.role.${role}`)}, {email}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          ))}
      </div>
    </section>
  );
}

interface PeopleFormProps {
  readonly client: Client;
  readonly people: readonly Assignable[];
  readonly onClose: () => void;
}

function PeopleForm({ client, people, onClose }: PeopleFormProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const [userIds, setUserIds] = useState(people.filter(({ isAssigned }) => isAssigned).map(({ id }) => id));
  const saving = useMutation({
    mutationFn: () =>
      api.call(routes.setClientMembers, { params: { firm, client: client.id }, body: { userIds } }),
    onSuccess: async () => {
      for (const key of ['clients', 'client']) void queryClient.invalidateQueries({ queryKey: [key, firm] });
      await queryClient.invalidateQueries({ queryKey: ['members', firm] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <PeopleInput people={people} value={userIds} onChange={setUserIds} />
      {saving.error && <ProblemNote error={saving.error} />}
      <span className={styles.gestures}>
        <Button type="submit" variant="filled" loading={saving.isPending}>
          {t('clients.form.save')}
        </Button>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
      </span>
    </form>
  );
}
