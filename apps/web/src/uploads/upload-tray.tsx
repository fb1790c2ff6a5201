import { ActionIcon, Progress } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import {
  IconAlertCircle,
  IconChevronDown,
  IconChevronUp,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { uploader } from './page-uploader.ts';
import { isActive, rateOf, remainingMs, totalsOf, type UploadTotals, uploadsToShow } from './upload-queue.ts';
import { UploadRow } from './upload-row.tsx';
import styles from './upload-tray.module.css';
import type { UploadsView } from './uploader.ts';
import {
  useAskBeforeLeaving,
  useCloseWhenReceived,
  useRefetchWhenReceived,
  useResume,
  useTrayPresence,
} from './use-tray-effects.ts';

/** What is being dropped, in a corner that leaves the drawer free. It closes by itself once everything is received. */
export function UploadTray() {
  const { t } = useTranslation();
  const view = useSyncExternalStore(uploader.watch, uploader.view);
  const [isFolded, setFolded] = useLocalStorage({ key: 'navette-tray-folded', defaultValue: false });
  const totals = totalsOf(view.uploads);
  useResume(view.uploads);
  useAskBeforeLeaving(totals.active > 0);
  useCloseWhenReceived(totals);
  useRefetchWhenReceived(totals);
  useTrayPresence(totals.files > 0);
  if (totals.files === 0) return null;
  return (
    <section className={styles.tray} aria-label={t('uploads.tray')}>
      <header className={styles.head}>
        <Summary totals={totals} />
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
        color={totals.active > 0 ? 'encre' : hasFailures(totals) ? 'rouge' : 'vert'}
        aria-label={t('uploads.tray')}
      />
      <Speed view={view} totals={totals} />
      {!isFolded && <Rows view={view} />}
      {!isFolded && <Foot view={view} totals={totals} />}
    </section>
  );
}

function hasFailures({ failed, refused }: UploadTotals): boolean {
  return failed + refused > 0;
}

function Summary({ totals }: { totals: UploadTotals }) {
  const { t } = useTranslation();
  const { active, done, failed, refused, unfinished, files } = totals;
  const problems = [
    ...(failed > 0 ? [t('uploads.failed', { count: failed })] : []),
    ...(refused > 0 ? [t('uploads.refused', { count: refused })] : []),
  ];
  if (active === 0 && problems.length > 0) {
    return (
      <b className={styles.failed} role="status">
        <IconAlertCircle size={16} aria-hidden />
        {[...(done > 0 ? [t('uploads.done', { count: done })] : []), ...problems].join(', ')}
      </b>
    );
  }
  const isOnlyUnfinished = active === 0 && done === 0 && unfinished > 0;
  return (
    <b className={`${styles.summary} cut`} role="status">
      {isOnlyUnfinished
        ? t('uploads.unfinished', { count: unfinished })
        : active === 0
          ? t('uploads.done', { count: done })
          : t('uploads.going', { count: files - failed - refused - unfinished, done })}
    </b>
  );
}

/** How much, how fast, how long; or why nothing moves. */
function Speed({ view, totals }: { view: UploadsView; totals: UploadTotals }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (totals.active === 0) return null;
  const isCut = !view.isOnline || view.uploads.every((each) => !isActive(each) || isWaiting(each.state));
  if (isCut) {
    return (
      <p className={styles.speed} data-cut role="status">
        <IconPlugConnectedX size={14} aria-hidden />
        {t('uploads.offline')}
      </p>
    );
  }
  const rate = rateOf(view.samples);
  const leftMs = remainingMs(totals, rate);
  return (
    <p className={styles.speed}>
      <span>
        {t('uploads.of', { sent: format.bytes(totals.sentBytes), total: format.bytes(totals.sizeBytes) })}
      </span>
      {rate !== null && <span>{t('uploads.rate', { rate: format.bytes(rate) })}</span>}
      {leftMs !== null && (
        <span className={styles.remaining}>
          {t('uploads.remaining', { duration: format.duration(roundUp(leftMs)) })}
        </span>
      )}
    </p>
  );
}

function isWaiting(state: string): boolean {
  return state === 'retrying' || state === 'queued';
}

/** To the second, then to five, then to the minute: a time that jumps with each packet cannot be read. */
function roundUp(ms: number): number {
  const step = ms > 120_000 ? 60_000 : ms > 20_000 ? 5_000 : 1_000;
  return Math.max(step, Math.ceil(ms / step) * step);
}

function Rows({ view }: { view: UploadsView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { shown, others } = uploadsToShow(view.uploads);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard
    <ul className={styles.list} tabIndex={0} aria-label={t('uploads.tray')}>
      {shown.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
      {others > 0 && (
        <li className={styles.others}>
          {t('uploads.others', { count: others, replace: { count: format.number(others) } })}
        </li>
      )}
    </ul>
  );
}

function Foot({ view: { ignored }, totals }: { view: UploadsView; totals: UploadTotals }) {
  const { t } = useTranslation();
  if (ignored === 0 && totals.active < 2 && totals.failed < 2) return null;
  return (
    <footer className={styles.foot}>
      {ignored > 0 && <span>{t('uploads.ignored', { count: ignored })}</span>}
      <span className={styles.gestures}>
        {totals.failed > 1 && (
          <button type="button" onClick={() => uploader.again(() => true)}>
            {t('uploads.againAll', { count: totals.failed })}
          </button>
        )}
        {totals.active > 1 && (
          <button type="button" onClick={cancelAll}>
            {t('uploads.cancelAll')}
          </button>
        )}
      </span>
    </footer>
  );
}

function percent({ files, done, failed, refused, sizeBytes, sentBytes }: UploadTotals): number {
  return sizeBytes === 0 ? ((done + failed + refused) / files) * 100 : (sentBytes / sizeBytes) * 100;
}

function cancelAll() {
  for (const upload of uploader.view().uploads) if (isActive(upload)) uploader.cancel(upload.key);
}
