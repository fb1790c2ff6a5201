import { Skeleton, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Document } from '@navette/api';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { drawerTabs } from '../documents/client-search.ts';
import { neighbourOf } from '../documents/document-keys.ts';
import { useRememberPlace } from '../frame/use-recent-places.ts';
import { DetailsTab } from './details-tab.tsx';
import styles from './document-drawer.module.css';
import { DrawerGestures, DrawerHead } from './drawer-head.tsx';
import { DrawerSplitter } from './drawer-splitter.tsx';
import { HistoryTab } from './history-tab.tsx';
import { PreviewTab } from './preview-tab.tsx';
import { useDrawerSize } from './use-drawer-size.ts';
import { useHistory } from './use-history.ts';

const route = '/cabinets/$firm/dossiers/$client';

interface DocumentDrawerProps {
  readonly document: string;
  readonly clientName: string;
  /** The documents of the list, to go from one to the next. */
  readonly listed: readonly string[];
}

/** A document: what it looks like, its facts, what happened to it. Beside the list on a desktop, a screen of its own on a phone. */
export function DocumentDrawer({ document: id, clientName, listed }: DocumentDrawerProps) {
  const { t } = useTranslation();
  const { firm } = useParams({ from: route });
  const { onglet = 'historique' } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const isPhone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const backButton = useRef<HTMLButtonElement>(null);
  const history = useHistory(firm, id);
  const drawer = useRef<HTMLDivElement>(null);
  const size = useDrawerSize(drawer);
  const close = () =>
    void navigate({
      resetScroll: false,
      search: ({ document: _d, onglet: _o, ...others }) => others,
    }).then(() => focusRow(id));
  useCloseOnEscape(close);
  useRememberPlace(history.data && placeOf(history.data.document, clientName));
  useEffect(() => {
    if (isPhone) backButton.current?.focus();
  }, [isPhone]);

  const show = (other: string | undefined) =>
    other &&
    void navigate({
      replace: true,
      resetScroll: false,
      search: (search) => ({ ...search, document: other }),
    });
  const goOn = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    // Where arrows scroll, choose or type they are not for going on.
    const isElsewhere = (event.target as Element).closest(
      '[role="tabpanel"], [role="separator"], input, textarea',
    );
    if (step === null || isElsewhere || event.defaultPrevented) return;
    event.preventDefault();
    show(neighbourOf(listed, id, step));
  };
  const Landmark = isPhone ? 'div' : 'aside';
  return (
    <Landmark
      ref={drawer}
      className={styles.drawer}
      aria-label={t('history.drawer')}
      onKeyDown={goOn}
      {...(isPhone ? { role: 'dialog', 'aria-modal': true } : {})}
    >
      {!isPhone && <DrawerSplitter size={size} />}
      <DrawerHead
        document={history.data?.document}
        isLoading={history.isPending}
        backButton={backButton}
        isWide={size.isWide}
        onWide={size.setWide}
        onClose={close}
      />
      <Tabs
        className={styles.tabs}
        value={onglet}
        onChange={(value) => {
          const tab = drawerTabs.find((each) => each === value);
          if (tab)
            void navigate({
              replace: true,
              resetScroll: false,
              search: (search) => ({ ...search, onglet: tab }),
            });
        }}
      >
        <div className={styles.tabRow}>
          <Tabs.List className={styles.tabList}>
            {drawerTabs.map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t(`history.tabs.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <DrawerGestures
            id={id}
            previous={neighbourOf(listed, id, -1)}
            next={neighbourOf(listed, id, 1)}
            onShow={show}
          />
        </div>
        {history.error && !history.data ? (
          <div className={styles.body}>
            <ProblemNote error={history.error} onRetry={() => void history.refetch()} />
          </div>
        ) : history.data ? (
          <>
            <Tabs.Panel value="apercu" className={styles.preview}>
              <PreviewTab history={history.data} />
            </Tabs.Panel>
            <Tabs.Panel value="details" className={styles.body} tabIndex={0}>
              <DetailsTab history={history.data} />
            </Tabs.Panel>
            <Tabs.Panel value="historique" className={styles.body} tabIndex={0}>
              <HistoryTab history={history.data} />
            </Tabs.Panel>
          </>
        ) : (
          <DrawerSkeleton />
        )}
      </Tabs>
    </Landmark>
  );
}

function placeOf({ id, name, clientId, mediaType }: Document, clientName: string) {
  return { kind: 'document' as const, id, name, clientId, clientName, mediaType };
}

/** The focus goes back to the row of the document that was looked at. */
function focusRow(id: string): void {
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(`tr[data-row="${id}"] [data-row-link]`)
      ?.focus({ preventScroll: true }),
  );
}

function useCloseOnEscape(close: () => void): void {
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isForOther = document.querySelector('[data-modal-content], [role="menu"]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isForOther) closing.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
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
