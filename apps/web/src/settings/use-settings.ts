import { notifications } from '@mantine/notifications';
import { type FirmSettings, routes } from '@navette/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';

export type SettingsChange = Partial<Omit<FirmSettings, 'webServiceId'>>;

/** What an administrator sets for the firm. */
export function settingsQuery(firm: string) {
  return queryOptions({
    queryKey: keys.settings(firm),
    queryFn: ({ signal }) => api.call(routes.getFirmSettings, { params: { firm }, signal }),
  });
}

/** Saves what is given; the page says so. */
export function useSaveSettings() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) => api.call(routes.updateFirmSettings, { params: { firm }, body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.settings(firm), saved);
      void queryClient.invalidateQueries({ queryKey: keys.firm(firm) });
      notifications.show({ message: t('settings.saved') });
    },
  });
}
