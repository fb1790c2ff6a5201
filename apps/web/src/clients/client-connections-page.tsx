import { Button, Modal } from '@mantine/core';
import type { Client, Installation } from '@navette/api';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useInstallations } from '../applications/use-applications.ts';
import { ClientAccess } from '../connecting/client-access.tsx';
import { RowSkeletons } from '../connecting/row-skeletons.tsx';
import { useFolders } from '../connecting/use-connecting.ts';
import { ApplicationIcon } from './application-tags.tsx';
import { ClientConnectionCard } from './client-connection-card.tsx';
import styles from './client-connections.module.css';
import card from './client-part.module.css';
import { ClientPart } from './client-part.tsx';

/** The applications of the firm for one client: its key at each, what leaves for them; connected, changed and disconnected here. */
export function ClientConnectionsPage() {
  return <ClientPart>{(client) => <Connections client={client} />}</ClientPart>;
}

function Connections({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { data, error, refetch } = useInstallations(firm);
  const [opened, setOpened] = useState<Installation | null>(null);
  const [said, setSaid] = useState<string>();
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowSkeletons />;
  const installations = data.items.filter(({ state }) => state !== 'removed');
  const isConnected = ({ id }: Installation) =>
    client.connections.some(({ installationId }) => installationId === id);
  const connected = installations.filter(isConnected);
  const others = client.archivedAt ? [] : installations.filter((each) => !isConnected(each));
  const open = (installation: Installation) => {
    setSaid(undefined);
    setOpened(installation);
  };
  return (
    <div className={card.column}>
      <p className={styles.said} role="status">
        {said && (
          <>
            <IconCircleCheck size={18} aria-hidden />
            {said}
          </>
        )}
      </p>
      {connected.length === 0 && (
        <section className={card.card}>
          <p className={`${card.body} ${card.quiet}`}>{t('clients.connections.none')}</p>
        </section>
      )}
      {connected.map((installation) => (
        <ClientConnectionCard
          key={installation.id}
          client={client}
          installation={installation}
          onChange={() => open(installation)}
        />
      ))}
      {others.length > 0 && (
        <section className={card.card} aria-label={t('clients.connections.others')}>
          <header>
            <h2>{t('clients.connections.others')}</h2>
          </header>
          <ul className={styles.others}>
            {others.map((installation) => (
              <li key={installation.id}>
                <ApplicationIcon kind={installation.kind} />
                <span className="cut">{installation.name}</span>
                <Button
                  aria-label={t('clients.connections.connectTo', { name: installation.name })}
                  onClick={() => open(installation)}
                >
                  {t('clients.connections.connect')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {installations.length === 0 && (
        <p className={card.quiet}>
          {t('clients.connections.noApplication')}{' '}
          <Link to="/cabinets/$firm/applications" params={{ firm }}>
            {t('clients.connections.toApplications')}
          </Link>
        </p>
      )}
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened?.name}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        {opened && (
          <Access
            client={client}
            installation={opened}
            onDone={(sentence) => {
              setSaid(sentence);
              setOpened(null);
            }}
          />
        )}
      </Modal>
    </div>
  );
}

interface AccessProps {
  readonly client: Client;
  readonly installation: Installation;
  readonly onDone: (sentence: string) => void;
}

function Access({ client, installation, onDone }: AccessProps) {
  const { data, error, refetch } = useFolders(installation.id);
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowSkeletons />;
  return (
    <ClientAccess
      installation={installation}
      rules={data.items}
      client={client}
      onDone={(_, sentence) => onDone(sentence)}
    />
  );
}
