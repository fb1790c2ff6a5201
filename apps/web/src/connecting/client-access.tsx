import { Skeleton } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { AccessForm } from './access-form.tsx';
import styles from './client-access.module.css';
import { type AccessOutcome, useConnectionOf } from './use-access.ts';

export interface ClientAccessProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** The folder one connects for; without it, the client's folders are ticked one by one. */
  readonly forRule?: Rule | undefined;
  readonly client: { readonly id: string; readonly name: string };
  /** What a file had for it. */
  readonly initialKey?: string;
  /** Told what became of it, in a sentence. */
  readonly onDone: (outcome: AccessOutcome, sentence: string) => void;
}

/** “Allow access”: connects one client to an application, changes its key or its folders there, or disconnects it. */
export function ClientAccess(props: ClientAccessProps) {
  const { t } = useTranslation();
  const { installation, client } = props;
  const found = useConnectionOf(installation.id, client.id);
  if (found.error && !found.data)
    return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) {
    return (
      <div className={styles.access} aria-busy="true" role="status" aria-label={t('connecting.access.allow')}>
        <Skeleton height={16} width={180} radius="sm" />
        <Skeleton height={32} radius="md" />
      </div>
    );
  }
  // A connection that came or went meanwhile starts the form anew.
  const { data } = found;
  return <AccessForm key={`${client.id} ${data?.id ?? ''}`} {...props} connection={data} />;
}
