import { Button } from '@mantine/core';
import type { ApiKey } from '@navette/api';
import { routes } from '@navette/api';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import { ApiKeyForm } from './api-key-form.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { type MadeKey, NewKey } from './new-key.tsx';
import styles from './people.module.css';
import { RevokeKey } from './revoke-key.tsx';

/** The keys by which other software exchanges with Navette. */
export function ApiKeysTab() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [isCreating, setCreating] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: keys.apiKeys(firm),
    queryFn: ({ signal }) => api.call(routes.listApiKeys, { params: { firm }, signal }),
  });
  return (
    <>
      <div className={styles.bar}>
        <p className={`${page.note} ${styles.lead}`}>
          {t('people.keys.lead')}{' '}
          <a href="/api/docs/" target="_blank" rel="noreferrer">
            {t('people.keys.documentation')}
          </a>
        </p>
        <Button
          className={styles.main}
          variant="filled"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          {t('people.keys.create')}
        </Button>
      </div>
      {error && !data ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <div className={`${page.card} ${styles.card}`}>
          {data?.items.length === 0 ? (
            <p className={styles.empty}>{t('people.keys.none')}</p>
          ) : (
            <ApiKeyTable rows={data?.items} onRevoke={setRevoked} />
          )}
        </div>
      )}
      <ApiKeyForm
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        onMade={(key) => {
          setCreating(false);
          setMade(key);
        }}
      />
      <NewKey made={made} onClose={() => setMade(null)} />
      <RevokeKey apiKey={revoked} onClose={() => setRevoked(null)} />
    </>
  );
}
