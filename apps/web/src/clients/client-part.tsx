import type { Client } from '@navette/api';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemNote } from '../api/problem-note.tsx';
import { useClient } from '../documents/use-client.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { ClientIdentity } from './client-identity.tsx';
import styles from './client-part.module.css';
import { ClientTabs } from './client-tabs.tsx';

/** A page of one client under its name and tabs. */
export function ClientPart({ children }: { children: (client: Client) => ReactNode }) {
  const { firm = '', client: id = '' } = useParams({ strict: false });
  const client = useClient(firm, id);
  usePageTitle(client.data?.name);
  if (client.error && !client.data) {
    return (
      <div className={styles.problem}>
        <ProblemNote error={client.error} onRetry={() => void client.refetch()} />
      </div>
    );
  }
  if (!client.data) return <div className={styles.head} aria-busy="true" />;
  return (
    <>
      <header className={styles.header}>
        <ClientIdentity client={client.data} />
      </header>
      <ClientTabs client={client.data} />
      <div className={styles.part}>{children(client.data)}</div>
    </>
  );
}
