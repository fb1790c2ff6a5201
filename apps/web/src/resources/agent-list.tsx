import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { type Agent, AgentTable } from './agent-table.tsx';
import styles from './resources-page.module.css';

/** The paired computers. Revoking one cannot be taken back, so it asks first. */
export function AgentList() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [revoked, setRevoked] = useState<Agent | null>(null);
  const agents = useQuery({
    queryKey: keys.agents(firm),
    queryFn: ({ signal }) => api.call(routes.listAgents, { params: { firm }, signal }),
  });
  return (
    <Card title={t('resources.agents')}>
      {agents.error && !agents.data ? (
        <div className={styles.problem}>
          <ProblemNote error={agents.error} onRetry={() => void agents.refetch()} />
        </div>
      ) : agents.data?.items.length === 0 ? (
        <p className={styles.empty}>{t('resources.noAgents')}</p>
      ) : (
        <AgentTable rows={agents.data?.items} onRevoke={setRevoked} />
      )}
      <Revocation agent={revoked} onClose={() => setRevoked(null)} />
    </Card>
  );
}

function Revocation({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const name = agent?.name ?? '';
  const revoking = useMutation({
    mutationFn: (id: string) => api.call(routes.revokeAgent, { params: { firm, agent: id } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.agents(firm) });
      notifications.show({ message: t('resources.revoked', { name }) });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen={agent !== null}
      title={t('resources.revokeTitle', { name })}
      gesture={t('resources.revoke')}
      doing={revoking}
      onConfirm={() => agent && revoking.mutate(agent.id)}
      onClose={onClose}
    >
      <p>{t('resources.revokeText')}</p>
    </ConfirmDialog>
  );
}
