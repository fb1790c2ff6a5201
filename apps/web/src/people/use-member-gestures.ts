import { notifications } from '@mantine/notifications';
import type { Member } from '@navette/api';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';

interface MemberChange {
  readonly name: string;
  readonly role: Member['role'];
  readonly seesAllClients?: boolean;
}

/** What an administrator does with somebody; each says when it is done. */
export function useMemberGestures({ id, name }: Member) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const params = { firm, member: id };
  const show = (saved: Member) => {
    queryClient.setQueryData(keys.person(firm, id), saved);
    void queryClient.invalidateQueries({ queryKey: ['members', firm] });
  };
  const saving = useMutation({
    mutationFn: (change: MemberChange) => api.call(routes.updateMember, { params, body: { ...change } }),
    onSuccess: (saved) => {
      show(saved);
      // One's own role decides which pages one sees.
      void queryClient.invalidateQueries({ queryKey: keys.firm(firm) });
      notifications.show({ message: t('people.member.saved', { name: saved.name }) });
    },
  });
  const opening = useMutation({
    mutationFn: (isOpen: boolean) =>
      api.call(isOpen ? routes.reactivateMember : routes.deactivateMember, { params }),
    onSuccess: (saved) => {
      show(saved);
      notifications.show({
        message: t(saved.state === 'active' ? 'people.member.reactivated' : 'people.member.deactivated', {
          name,
        }),
      });
    },
  });
  const takingOver = useMutation({
    mutationFn: () => api.call(routes.takeOverAgents, { params }),
    onSuccess: ({ agents }) => {
      void queryClient.invalidateQueries({ queryKey: ['members', firm] });
      notifications.show({ message: t('people.member.tookOver', { count: agents }) });
    },
  });
  return { saving, opening, takingOver };
}
