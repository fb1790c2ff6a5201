import { Skeleton } from '@mantine/core';
import type { FirmSettings } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FirmAttributes } from '../attributes/firm-attributes.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { usePageTitle } from '../frame/use-page-title.ts';
import { DangerPart } from './danger-part.tsx';
import { DocumentsPart } from './documents-part.tsx';
import { IdentityPart } from './identity-part.tsx';
import { MailPart } from './mail-part.tsx';
import { SecurityPart } from './security-part.tsx';
import styles from './settings.module.css';
import { type SettingsPart, settingsParts } from './settings-search.ts';
import { TreePart } from './tree-part.tsx';
import { settingsQuery } from './use-settings.ts';

const route = '/cabinets/$firm/parametres';

/** On a phone the menu is wider than the screen. */
function showWhole(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** What an administrator sets for the firm, one part at a time. */
export function SettingsPage() {
  const { t } = useTranslation();
  usePageTitle(t('settings.title'));
  const firm = useFirmId();
  const { partie = settingsParts[0] } = useSearch({ from: route });
  const { data, error, refetch } = useQuery(settingsQuery(firm));
  return (
    <div className={`${page.page} ${styles.page}`}>
      <h1>{t('settings.title')}</h1>
      <div className={styles.layout}>
        <nav className={styles.menu} aria-label={t('settings.title')}>
          {settingsParts.map((part) => (
            <Link
              key={part}
              to={route}
              params={{ firm }}
              search={{ partie: part }}
              className={styles.part}
              aria-current={part === partie ? 'page' : undefined}
              ref={part === partie ? showWhole : undefined}
            >
              {t(`settings.parts.${part}`)}
            </Link>
          ))}
          <span className={styles.onPhone}>
            <Link to="/cabinets/$firm/utilisateurs" params={{ firm }} className={styles.part}>
              {t('frame.people')}
            </Link>
            <Link to="/cabinets/$firm/journal" params={{ firm }} className={styles.part}>
              {t('frame.audit')}
            </Link>
          </span>
        </nav>
        <div className={styles.parts}>
          {error && !data && <ProblemNote error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton height={260} radius={10} />}
          {data && <Part part={partie} settings={data} />}
        </div>
      </div>
    </div>
  );
}

function Part({ part, settings }: { part: SettingsPart; settings: FirmSettings }) {
  const { t } = useTranslation();
  switch (part) {
    case 'cabinet':
      return <IdentityPart settings={settings} />;
    case 'documents':
      return <DocumentsPart settings={settings} />;
    case 'arborescence':
      return <TreePart settings={settings} />;
    case 'attributs':
      return (
        <Card title={t('settings.attributes.title')} help={t('settings.attributes.help')}>
          <div className={page.body}>
            <FirmAttributes />
          </div>
        </Card>
      );
    case 'messagerie':
      return <MailPart />;
    case 'securite':
      return <SecurityPart settings={settings} />;
    case 'zone-sensible':
      return <DangerPart />;
  }
}
