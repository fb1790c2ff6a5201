import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import type { Language } from '../language/format.ts';
import { chooseLanguage } from '../language/language.ts';

/** Changes the language of the page at once, and of the mails that one receives. */
export function useSaveLanguage(): (language: Language) => void {
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: async (language: Language) => {
      await chooseLanguage(language);
      await api.call(routes.updateMe, { body: { language } });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.me }),
    onError: (error, language) => {
      notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence });
    },
  });
  return saving.mutate;
}
