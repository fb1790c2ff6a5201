import { ActionIcon, FileButton, Skeleton, Tabs, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { routes } from '@navette/api';
import { IconArrowLeft, IconDownload, IconFilePlus, IconX } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useDropVersion } from '../uploads/use-drop-files.ts';
import { DetailsTab } from './details-tab.tsx';
import styles from './history-drawer.module.css';
import { HistoryTab } from './history-tab.tsx';
import { useHistory } from './use-history.ts';

const route = '/cabinets/$firm/dossiers/$client';

/** What is known of a document: beside the list on a desktop, a screen of its own on a phone. Escape closes it. */
export function HistoryDrawer({ document: id }: { document: string }) {
  const { t } = useTranslation();
  const { firm } = useParams({ from: route });
  const { onglet } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const isPhone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const closeButton = useRef<HTMLButtonElement>(null);
  const history = useHistory(firm, id);
  const close = () => void navigate({ search: ({ document: _d, onglet: _o, ...others }) => others });
  const closing = useRef(close);
  closing.current = close;
  useDrawerPresence();
  useEffect(() => {
    if (isPhone) closeButton.current?.focus();
  }, [isPhone]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !document.querySelector('[data-modal-content]')
      )
        closing.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const file = history.data?.document;
  const Landmark = isPhone ? 'div' : 'aside';
  return (
    <Landmark
      className={styles.drawer}
      aria-label={t('history.drawer')}
      {...(isPhone ? { role: 'dialog', 'aria-modal': true } : {})}
    >
      <header className={styles.head}>
        <ActionIcon
          ref={isPhone ? closeButton : undefined}
          className={styles.back}
          size={44}
          aria-label={t('general.back')}
          onClick={close}
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        {file ? (
          <h2 className={`${styles.name} cut`} title={file.name}>
            {file.name}
          </h2>
        ) : (
          <Skeleton height={14} width="60%" radius="sm" mr="auto" />
        )}
        <Tooltip label={t('history.download')}>
          <ActionIcon
            component="a"
            href={api.address(routes.downloadVersion, { params: { firm, document: id } })}
            download
            aria-label={t('history.download')}
          >
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
        <NewVersion document={id} />
        <ActionIcon className={styles.close} aria-label={t('history.close')} onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <Tabs
        className={styles.tabs}
        value={onglet ?? 'history'}
        onChange={(tab) =>
          void navigate({
            replace: true,
            search: ({ onglet: _o, ...others }) =>
              tab === 'details' ? { ...others, onglet: 'details' as const } : others,
          })
        }
      >
        <Tabs.List className={styles.tabList}>
          <Tabs.Tab value="history">{t('history.tabs.history')}</Tabs.Tab>
          <Tabs.Tab value="details">{t('history.tabs.details')}</Tabs.Tab>
        </Tabs.List>
        {history.error && !history.data ? (
          <div className={styles.body}>
            <ProblemNote error={history.error} onRetry={() => void history.refetch()} />
          </div>
        ) : history.data ? (
          <>
            <Tabs.Panel value="history" className={styles.body}>
              <HistoryTab history={history.data} />
            </Tabs.Panel>
            <Tabs.Panel value="details" className={styles.body}>
              <DetailsTab document={history.data.document} versions={history.data.versions} />
            </Tabs.Panel>
          </>
        ) : (
          <DrawerSkeleton />
        )}
      </Tabs>
    </Landmark>
  );
}

function NewVersion({ document }: { document: string }) {
  const { t } = useTranslation();
  const dropVersion = useDropVersion();
  return (
    <FileButton onChange={(file) => file && dropVersion(document, file)}>
      {(props) => (
        <Tooltip label={t('history.newVersion')}>
          <ActionIcon {...props} aria-label={t('history.newVersion')}>
            <IconFilePlus size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
}

/** Says to the rest of the page how much room the drawer takes. */
function useDrawerPresence() {
  useEffect(() => {
    const { documentElement } = document;
    documentElement.setAttribute('data-drawer', '');
    documentElement.style.setProperty('--drawer-inset', '356px');
    return () => {
      documentElement.removeAttribute('data-drawer');
      documentElement.style.removeProperty('--drawer-inset');
    };
  }, []);
}

function DrawerSkeleton() {
  return (
    <div className={styles.body} aria-busy="true">
      <Skeleton height={12} width="40%" radius="sm" />
      <Skeleton height={48} mt={16} radius="md" />
      {[84, 66, 74].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} mt={18} radius="sm" />
      ))}
    </div>
  );
}
