import { notifications } from '@mantine/notifications';
import type { ApiKey } from '@navette/api';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import page from '../frame/page.module.css';

/** Revoking cannot be taken back, so it asks first. */
export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const name = apiKey?.name ?? '';
  const revoking = useMutation({
    mutationFn: (key: string) => api.call(routes.revokeApiKey, { params: { firm, key } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.apiKeys(firm) });
      notifications.show({ message: t('people.keys.revoked', { name }) });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen={apiKey !== null}
      title={t('people.keys.revokeTitle', { name })}
      gesture={t('people.keys.revoke')}
      doing={revoking}
      onConfirm={() => apiKey && revoking.mutate(apiKey.id)}
      onClose={onClose}
    >
      <p className={page.note}>{t('people.keys.revokeText')}</p>
    </ConfirmDialog>
  );
}
