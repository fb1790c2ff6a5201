import { Button, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import { ChosenClients } from './chosen-clients.tsx';
import styles from './people.module.css';
import { readAddresses } from './read-addresses.ts';
import { RefusedAddresses } from './refused-addresses.tsx';
import { type Rights, RightsFields } from './rights-fields.tsx';

const mostAtOnce = 50;

/** Opens the form that invites one person or many, all with the same rights. */
export function InviteButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        className={styles.main}
        variant="filled"
        leftSection={<IconUserPlus size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('people.invite.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size={620}
        title={t('people.invite.title')}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        <Fields onClose={close} />
      </Modal>
    </>
  );
}

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [rights, setRights] = useState<Rights>({ role: 'collaborator', seesAllClients: true });
  const [clientIds, setClientIds] = useState<ReadonlySet<string>>(new Set());
  const [isChecked, setChecked] = useState(false);
  const { people, unread } = useMemo(() => readAddresses(text), [text]);
  const inviting = useInviting(onClose, setText);
  const refused = inviting.data?.items.filter(({ problem }) => problem !== null) ?? [];
  const areClientsAsked =
    rights.role === 'client' || (rights.role === 'collaborator' && !rights.seesAllClients);

  const problem = () => {
    if (unread.length > 0) return t('people.invite.unread', { words: unread.slice(0, 5).join(', ') });
    if (people.length > mostAtOnce) return t('people.invite.tooMany', { count: people.length });
    return people.length === 0 ? t('people.invite.noAddress') : null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (problem() !== null) return;
    inviting.mutate({ people: [...people], ...rights, clientIds: areClientsAsked ? [...clientIds] : [] });
  };
  return (
    <form className={page.form} onSubmit={submit} noValidate>
      <Textarea
        label={t('people.invite.addresses')}
        description={t('people.invite.addressesHelp')}
        autosize
        minRows={2}
        maxRows={8}
        autoCapitalize="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isChecked ? problem() : undefined}
      />
      {people.length > 1 && (
        <p className={page.note} role="status">
          {t('people.invite.read', { count: people.length })}
        </p>
      )}
      <RightsFields value={rights} onChange={setRights} />
      {areClientsAsked && <ChosenClients value={clientIds} onChange={setClientIds} />}
      {refused.length > 0 && <RefusedAddresses refused={refused} />}
      {inviting.error && <ProblemNote error={inviting.error} />}
      <div className={page.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={inviting.isPending}>
          {t('people.invite.submit', { count: Math.max(1, people.length) })}
        </Button>
      </div>
    </form>
  );
}

interface Invited extends Rights {
  readonly people: { readonly email: string; readonly name: string | null }[];
  readonly clientIds: string[];
}

/** Closes when every address was invited; otherwise the dialog says which were not, and keeps those. */
function useInviting(onClose: () => void, keepText: (text: string) => void) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (invited: Invited) =>
      api.call(routes.invite, { params: { firm }, body: { ...invited, language } }),
    onSuccess: ({ items }) => {
      void queryClient.invalidateQueries({ queryKey: ['invitations', firm] });
      const count = items.filter(({ invitation }) => invitation !== null).length;
      if (count > 0) notifications.show({ message: t('people.invite.sent', { count }) });
      if (count === items.length) onClose();
      keepText(
        items
          .filter(({ problem }) => problem !== null)
          .map(({ email }) => email)
          .join('\n'),
      );
    },
  });
}
