import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../frame/card.tsx';
import type { CheckProps } from './check-props.ts';
import styles from './check-rules.module.css';
import { Coverage } from './coverage.tsx';
import { Simulation } from './simulation.tsx';

/** What the rules take and what they leave: by folder now, and over the last 90 days. */
export function CheckRules(props: CheckProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('rules.check.title')} help={t('rules.check.help')}>
      <Tabs defaultValue="coverage" className={styles.tabs}>
        <Tabs.List>
          <Tabs.Tab value="coverage">{t('rules.check.coverage')}</Tabs.Tab>
          <Tabs.Tab value="simulation">{t('rules.check.simulation')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="coverage">
          <Coverage {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="simulation">
          <Simulation {...props} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}
