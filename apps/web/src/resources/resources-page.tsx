import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { usePageTitle } from '../frame/use-page-title.ts';
import { AgentList } from './agent-list.tsx';
import styles from './resources-page.module.css';

/** What a computer needs to be paired, and the computers that are. */
export function ResourcesPage() {
  const { t } = useTranslation();
  usePageTitle(t('resources.title'));
  const firm = useFirm();
  return (
    <div className={page.page}>
      <header>
        <h1>{t('resources.title')}</h1>
        <p className={page.note}>{t('resources.lead')}</p>
      </header>
      <Card title={t('resources.webService')} help={t('resources.webServiceHelp')}>
        <dl className={styles.values}>
          <Value name={t('resources.address')} value={location.origin} />
          <Value name={t('resources.identifier')} value={firm.webServiceId} />
        </dl>
      </Card>
      {firm.role === 'admin' && <AgentList />}
    </div>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  const { t } = useTranslation();
  const { copy, copied } = useClipboard({ timeout: 2000 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code className={styles.value}>{value}</code>
        <Button
          leftSection={<Icon size={16} aria-hidden />}
          aria-label={`${t('resources.copy')} ${name}`}
          onClick={() => copy(value)}
        >
          {copied ? t('resources.copied') : t('resources.copy')}
        </Button>
      </dd>
    </>
  );
}
