import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { AccessForm, type ClientAccessProps } from './access-form.tsx';
import styles from './client-access.module.css';
import { useConnectionOf } from './use-access.ts';

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
