import { notifications } from '@mantine/notifications';
import { type Installation, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

type Change = Partial<Pick<Installation, 'name' | 'versionPolicy'>>;

/** Changes a setting of an application; the page says so in the words it is given. */
export function useChangeInstallation(firm: string, id: string, saved: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Change) =>
      api.call(routes.changeInstallation, { params: { firm, installation: id }, body }),
    onSuccess: (installation) => {
      queryClient.setQueryData(
        keys.installations(firm),
        (known: { items: Installation[] } | undefined) =>
          known && { items: known.items.map((each) => (each.id === id ? installation : each)) },
      );
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
      notifications.show({ message: saved });
    },
  });
}
