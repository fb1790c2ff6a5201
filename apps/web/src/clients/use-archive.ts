import { notifications } from '@mantine/notifications';
import { type Client, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { showUndo } from '../documents/undo-toast.tsx';
import { useLanguage } from '../language/language.ts';

/** Puts a client away (`true`), or takes it back: each is the undo of the other, offered with the news. */
export function useArchive({ id, name }: Pick<Client, 'id' | 'name'>) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const params = { firm, client: id };
  const changing = useMutation({
    mutationFn: (isArchived: boolean) =>
      api.call(isArchived ? routes.archiveClient : routes.restoreClient, { params }),
    onSuccess: (changed, isArchived) => {
      queryClient.setQueryData(keys.client(firm, id), changed);
      void queryClient.invalidateQueries({ queryKey: ['clients', firm] });
      const news = t(isArchived ? 'clients.archive.archived' : 'clients.archive.restored', { name });
      showUndo(news, t('general.undo'), async () => {
        await changing.mutateAsync(!isArchived);
      });
    },
    onError: (error) =>
      notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence }),
  });
  return changing;
}
