import type { routes } from '@navette/api';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useFormat } from '../language/use-format.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import styles from './history-tab.module.css';
import { ReasonNote } from './reason-note.tsx';
import { Thread } from './thread.tsx';
import { timeLineOf } from './time-line.ts';
import { VersionGestures } from './version-gestures.tsx';
import { VersionTimeLine } from './version-time-line.tsx';

export type History = z.infer<(typeof routes.getHistory)['answer']>;
type ToldVersion = History['versions'][number];

/** Where the current version stands, large; then each version, newest first, with everything that happened to it. */
export function HistoryTab({ history }: { history: History }) {
  const [current] = history.versions;
  return (
    <>
      {current && <Standing told={current} />}
      {history.versions.map((told, index) => (
        <VersionPart
          key={told.version.id}
          document={history.document.id}
          told={told}
          isCurrent={index === 0}
        />
      ))}
    </>
  );
}

/** The thread of each delivery of the current version, why it waits or failed, and what to do. */
function Standing({ told: { version, deliveries } }: { told: ToldVersion }) {
  const { t } = useTranslation();
  if (deliveries.length === 0) return <p className={styles.kept}>{t('history.nothingToSend')}</p>;
  return (
    <div className={styles.standing}>
      {deliveries.map((delivery) => (
        <div key={delivery.id} className={styles.delivery}>
          <Thread receivedAt={version.receivedAt} delivery={delivery} />
          <ReasonNote delivery={delivery} />
        </div>
      ))}
    </div>
  );
}

interface VersionPartProps {
  readonly document: string;
  readonly told: ToldVersion;
  readonly isCurrent: boolean;
}

function VersionPart({ document, told, isCurrent }: VersionPartProps) {
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
        <span className={styles.gestures}>
          <VersionGestures document={document} version={version} isCurrent={isCurrent} />
        </span>
      </header>
      <VersionTimeLine version={version} entries={entries} />
    </section>
  );
}
