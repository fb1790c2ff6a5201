import { ActionIcon, Progress } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconAlertCircle, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { staleKeys } from '../live/hint.ts';
import { useLiveState } from '../live/use-live.ts';
import { isActive, remainingMs, totalsOf, type UploadTotals } from './upload-queue.ts';
import { UploadRow } from './upload-row.tsx';
import styles from './upload-tray.module.css';
import { uploader } from './uploader.ts';

/** What is being dropped, in a corner that leaves the drawer free. It closes by itself once everything is received. */
export function UploadTray() {
  const { t } = useTranslation();
  const { uploads, startedMs } = useSyncExternalStore(uploader.watch, uploader.view);
  const [isFolded, setFolded] = useLocalStorage({ key: 'navette-tray-folded', defaultValue: false });
  const totals = totalsOf(uploads);
  useAskBeforeLeaving(totals.active > 0);
  useCloseWhenReceived(totals);
  useRefetchWhenReceived(totals);
  useTrayPresence(totals.files > 0);
  if (totals.files === 0) return null;
  const shown = uploads.filter(({ state }) => state !== 'cancelled');
  return (
    <section className={styles.tray} aria-label={t('uploads.tray')}>
      <header className={styles.head}>
        <Summary totals={totals} />
        <Remaining totals={totals} startedMs={startedMs} />
        <ActionIcon
          aria-expanded={!isFolded}
          aria-label={isFolded ? t('uploads.unfold') : t('uploads.fold')}
          onClick={() => setFolded(!isFolded)}
        >
          {isFolded ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        </ActionIcon>
        {totals.active === 0 && (
          <ActionIcon aria-label={t('uploads.close')} onClick={uploader.clear}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </header>
      <Progress
        size={4}
        radius={0}
        value={percent(totals)}
        color={totals.active > 0 ? 'encre' : totals.failed > 0 ? 'rouge' : 'vert'}
        aria-label={t('uploads.tray')}
      />
      {!isFolded && (
        <>
          <ul className={styles.list}>
            {shown.map((upload) => (
              <UploadRow key={upload.key} upload={upload} />
            ))}
          </ul>
          {totals.active > 1 && (
            <footer className={styles.foot}>
              <button type="button" onClick={cancelAll}>
                {t('uploads.cancelAll')}
              </button>
            </footer>
          )}
        </>
      )}
    </section>
  );
}

function Summary({ totals }: { totals: UploadTotals }) {
  const { t } = useTranslation();
  if (totals.active === 0 && totals.failed > 0) {
    return (
      <b className={styles.failed} role="status">
        <IconAlertCircle size={16} aria-hidden />
        {t('uploads.failed', { count: totals.failed })}
      </b>
    );
  }
  return (
    <b className="cut" role="status">
      {totals.active === 0
        ? t('uploads.done', { count: totals.done })
        : t('uploads.going', { count: totals.files, done: totals.done })}
    </b>
  );
}

function Remaining({ totals, startedMs }: { totals: UploadTotals; startedMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftMs = remainingMs(totals, startedMs, Date.now());
  return (
    <span className={styles.remaining}>
      {leftMs !== null &&
        t('uploads.remaining', {
          duration: format.duration(Math.max(1000, Math.round(leftMs / 1000) * 1000)),
        })}
    </span>
  );
}

function percent({ files, done, failed, sizeBytes, sentBytes }: UploadTotals): number {
  return sizeBytes === 0 ? ((done + failed) / files) * 100 : (sentBytes / sizeBytes) * 100;
}

function cancelAll() {
  for (const upload of uploader.view().uploads) if (isActive(upload)) uploader.cancel(upload.key);
}

function useAskBeforeLeaving(isBusy: boolean) {
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isBusy]);
}

const closeAfterMs = 5_000;

function useCloseWhenReceived({ files, done, failed, active }: UploadTotals) {
  const isReceived = files > 0 && done === files && failed === 0 && active === 0;
  useEffect(() => {
    if (!isReceived) return;
    const timer = setTimeout(uploader.clear, closeAfterMs);
    return () => clearTimeout(timer);
  }, [isReceived]);
}

/** The stream tells what was received; at the end of a batch, or without a stream, the page looks for itself. */
function useRefetchWhenReceived({ done, active }: UploadTotals) {
  const queryClient = useQueryClient();
  const isLive = useLiveState() === 'live';
  const isDue = done > 0 && (active === 0 || !isLive);
  // Each file more is a reason to look again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isDue) return;
    const stale = staleKeys(['documents']);
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
  }, [isDue, done, queryClient]);
}

/** Lets the lists leave room under their last row while the tray is there. */
function useTrayPresence(isShown: boolean) {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-tray', isShown);
  }, [isShown]);
}
