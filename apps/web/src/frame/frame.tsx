import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { LiveContext, useLive } from '../live/use-live.ts';
import { UploadTray } from '../uploads/upload-tray.tsx';
import styles from './frame.module.css';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

/** What stays around every page of a firm. */
export function Frame() {
  const { t } = useTranslation();
  const live = useLive(useFirmId());
  return (
    <LiveContext value={live}>
      <a className={styles.skip} href="#contenu">
        {t('frame.skip')}
      </a>
      <div className={styles.app}>
        <Rail />
        <div className={styles.main}>
          <TopBar />
          <main id="contenu" className={styles.content} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <UploadTray />
      </div>
    </LiveContext>
  );
}
