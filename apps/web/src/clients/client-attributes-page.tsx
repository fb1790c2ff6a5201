import { Button, Skeleton } from '@mantine/core';
import type { Client } from '@navette/api';
import { IconArchive, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId, useIsStaff } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAttributes } from '../attributes/use-attributes.ts';
import { ClientForm } from './client-form.tsx';
import styles from './client-part.module.css';
import { ClientPart } from './client-part.tsx';
import { ClientPeople } from './client-people.tsx';
import { ClientValue } from './client-value.tsx';
import { useArchive } from './use-archive.ts';

/** What the firm notes of one client, each value changed where it stands. */
export function ClientAttributesPage() {
  return <ClientPart>{(client) => <Attributes client={client} />}</ClientPart>;
}

function Attributes({ client }: { client: Client }) {
  const { t } = useTranslation();
  const isStaff = useIsStaff();
  const attributes = useAttributes(useFirmId());
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <section className={styles.card}>
        <header>
          <h2>{t('clients.tabs.attributes')}</h2>
          {isStaff && (
            <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setChanging(true)}>
              {t('clients.details.changeAll')}
            </Button>
          )}
        </header>
        {attributes.error && !attributes.data && (
          <div className={styles.body}>
            <ProblemNote error={attributes.error} onRetry={() => void attributes.refetch()} />
          </div>
        )}
        {attributes.isPending && (
          <div className={styles.body}>
            <Skeleton height={120} radius="sm" />
          </div>
        )}
        {attributes.data && (
          <div>
            <ClientValue client={client} attribute={null} canChange={isStaff} />
            {attributes.data.map((attribute) => (
              <ClientValue key={attribute.id} client={client} attribute={attribute} canChange={isStaff} />
            ))}
          </div>
        )}
      </section>
      {isStaff && (
        <div className={styles.column}>
          <ClientPeople client={client} />
          {!client.archivedAt && <ArchiveCard client={client} />}
        </div>
      )}
      <ClientForm isOpen={isChanging} onClose={() => setChanging(false)} client={client} />
    </>
  );
}

function ArchiveCard({ client }: { client: Client }) {
  const { t } = useTranslation();
  const archive = useArchive(client);
  return (
    <section className={styles.card}>
      <header>
        <h2>{t('clients.archive.title')}</h2>
        <Button
          leftSection={<IconArchive size={16} aria-hidden />}
          loading={archive.isPending}
          onClick={() => archive.mutate(true)}
        >
          {t('clients.bulk.archive.gesture')}
        </Button>
      </header>
      <p className={`${styles.body} ${styles.quiet}`}>{t('clients.archive.help')}</p>
    </section>
  );
}
