import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiKey } from '@navette/api';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import styles from './people.module.css';

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
    <Modal
      opened={apiKey !== null}
      onClose={onClose}
      title={t('people.keys.revokeTitle', { name })}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <div className={styles.form}>
        <p className={page.note}>{t('people.keys.revokeText')}</p>
        {revoking.error && <ProblemNote error={revoking.error} />}
        <div className={page.actions}>
          <Button data-autofocus onClick={onClose}>
            {t('general.cancel')}
          </Button>
          <Button
            variant="filled"
            color="rouge"
            loading={revoking.isPending}
            onClick={() => apiKey && revoking.mutate(apiKey.id)}
          >
            {t('people.keys.revoke')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
