import type { routes } from '@navette/api';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useFormat } from '../language/use-format.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import styles from './history-tab.module.css';
import { ReasonNote } from './reason-note.tsx';
import { Thread } from './thread.tsx';
import { timeLineOf } from './time-line.ts';
import { VersionTimeLine } from './version-time-line.tsx';

export type History = z.infer<(typeof routes.getHistory)['answer']>;
type ToldVersion = History['versions'][number];

/** Each version, newest first: where it stands, why, and everything that happened to it. */
export function HistoryTab({ history }: { history: History }) {
  return history.versions.map((told, index) => (
    <VersionPart key={told.version.id} told={told} isCurrent={index === 0} />
  ));
}

function VersionPart({ told, isCurrent }: { told: ToldVersion; isCurrent: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { version, badge, deliveries, lines } = told;
  const entries = timeLineOf(version, deliveries, lines);
  return (
    <section className={styles.version}>
      <header className={styles.head}>
        <h3>{t('history.version', { number: version.number })}</h3>
        <span className={styles.size}>{format.bytes(version.sizeBytes)}</span>
        <StatusBadge badge={badge} />
      </header>
      {isCurrent && (
        <>
          {deliveries.map((delivery) => (
            <div key={delivery.id} className={styles.delivery}>
              <Thread receivedAt={version.receivedAt} delivery={delivery} />
              <ReasonNote delivery={delivery} />
            </div>
          ))}
          {deliveries.length === 0 && <p className={styles.kept}>{t('history.nothingToSend')}</p>}
        </>
      )}
      <VersionTimeLine version={version} entries={entries} />
    </section>
  );
}
