import { Button, Tabs } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { IconFileSpreadsheet, IconUserCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './clients-step.module.css';
import { ConnectingFoot } from './connecting-foot.tsx';
import type { ConnectingStep } from './connecting-search.ts';
import { ImportFile } from './import-file.tsx';
import { ImportReview } from './import-review.tsx';
import { OneByOne } from './one-by-one.tsx';
import { useConnectingLog } from './use-connecting-log.ts';

interface ClientsStepProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** None where keys alone are changed. */
  readonly rule: Rule | undefined;
  readonly goTo: (step: ConnectingStep) => void;
}

const route = '/cabinets/$firm/applications/$installation/connecter';

/** Second step: the clients, by a file or one by one. */
export function ClientsStep({ installation, rules, rule, goTo }: ClientsStepProps) {
  const { t } = useTranslation();
  const { mode, import: job } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const { addAccess } = useConnectingLog(rule?.id ?? installation.id);
  const show = (next: 'file' | 'one') =>
    void navigate({
      replace: true,
      search: ({ mode: _, ...others }) => (next === 'one' ? { ...others, mode: 'un-par-un' } : others),
    });
  const isOne = mode === 'un-par-un' && rule !== undefined;
  const file = job ? (
    <ImportReview key={job} id={job} installation={installation} rules={rules} rule={rule} />
  ) : (
    <ImportFile installation={installation} rule={rule} />
  );
  return (
    <>
      {rule ? (
        <Tabs
          className={styles.ways}
          value={isOne ? 'one' : 'file'}
          onChange={(way) => show(way === 'one' ? 'one' : 'file')}
        >
          <Tabs.List className={styles.list} aria-label={t('connecting.ways.label')}>
            <Tabs.Tab value="file" leftSection={<IconFileSpreadsheet size={16} aria-hidden />}>
              {t('connecting.ways.file')}
            </Tabs.Tab>
            <Tabs.Tab value="one" leftSection={<IconUserCheck size={16} aria-hidden />}>
              {t('connecting.ways.one')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="file" className={styles.panel}>
            {file}
          </Tabs.Panel>
          <Tabs.Panel value="one" className={styles.panel}>
            <OneByOne installation={installation} rules={rules} rule={rule} onAccess={addAccess} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <div className={styles.panel}>{file}</div>
      )}
      {(isOne || !job) && (
        <ConnectingFoot>
          {rule && <Button onClick={() => goTo('repertoire')}>{t('general.back')}</Button>}
          <Button onClick={() => goTo('compte-rendu')}>{t('connecting.finish')}</Button>
        </ConnectingFoot>
      )}
    </>
  );
}
