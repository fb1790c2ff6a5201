import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import page from '../frame/page.module.css';
import { usePageTitle } from '../frame/use-page-title.ts';
import { ApiKeysTab } from './api-keys-tab.tsx';
import { InvitationsTab } from './invitations-tab.tsx';
import styles from './people.module.css';
import { peopleTabs } from './people-search.ts';
import { PeopleTab } from './people-tab.tsx';

const route = '/cabinets/$firm/utilisateurs';

/** Who comes into the firm's space: its people, those who are invited, and the keys of other software. */
export function PeoplePage() {
  const { t } = useTranslation();
  usePageTitle(t('people.title'));
  const { onglet = peopleTabs[0] } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  return (
    <div className={`${page.page} ${styles.page}`}>
      <header className={styles.head}>
        <h1>{t('people.title')}</h1>
        <p className={page.note}>{t('people.lead')}</p>
      </header>
      <Tabs
        value={onglet}
        onChange={(value) => {
          const tab = peopleTabs.find((each) => each === value);
          void navigate({ search: tab === undefined || tab === peopleTabs[0] ? {} : { onglet: tab } });
        }}
      >
        <Tabs.List className={styles.tabs}>
          {peopleTabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`people.tabs.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="personnes">
          <PeopleTab />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <InvitationsTab />
        </Tabs.Panel>
        <Tabs.Panel value="cles">
          <ApiKeysTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
