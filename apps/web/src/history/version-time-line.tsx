import type { Version } from '@navette/api';
import {
  IconAlertTriangleFilled,
  IconArchive,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconClockPlay,
  IconCopy,
  IconDeviceDesktop,
  IconFolderSymlink,
  IconHelpCircle,
  IconHistory,
  IconInbox,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
  IconTrash,
  IconTrashOff,
  IconUpload,
} from '@tabler/icons-react';
import { useFormat } from '../language/use-format.ts';
import { AttemptCard } from './attempt-card.tsx';
import { EntrySentence } from './entry-sentence.tsx';
import styles from './time-line.module.css';
import type { TimeLineEntry } from './time-line.ts';

const icons = {
  received: [IconUpload, 'quiet'],
  matched: [IconSend, 'go'],
  nothing_to_send: [IconInbox, 'quiet'],
  held: [IconPlayerPause, 'quiet'],
  released: [IconPlayerPlay, 'go'],
  accepted: [IconCircleCheck, 'ok'],
  delivered: [IconCircleCheck, 'ok'],
  duplicate: [IconCopy, 'db'],
  retry_planned: [IconClockPlay, 'quiet'],
  undelivered: [IconAlertTriangleFilled, 'nt'],
  unknown: [IconHelpCircle, 'nt'],
  relaunched: [IconRefresh, 'go'],
  cancelled: [IconBan, 'quiet'],
  archived: [IconArchive, 'quiet'],
  brought_back: [IconArrowBackUp, 'nt'],
  moved: [IconFolderSymlink, 'quiet'],
  renamed: [IconPencil, 'quiet'],
  binned: [IconTrash, 'quiet'],
  restored: [IconTrashOff, 'quiet'],
  version_restored: [IconHistory, 'quiet'],
  attempt: [IconSend, 'go'],
} as const;

/** The time line of a version, newest first. */
export function VersionTimeLine({
  version,
  entries,
}: {
  version: Version;
  entries: readonly TimeLineEntry[];
}) {
  return (
    <ol className={styles.lines}>
      {entries.map((entry, index) => (
        <Line key={entry.id} entry={entry} version={version} isNewest={index === 0} />
      ))}
    </ol>
  );
}

function Line({ entry, version, isNewest }: { entry: TimeLineEntry; version: Version; isNewest: boolean }) {
  const format = useFormat();
  const [Usual, tone] = icons[entry.kind];
  const Icon = entry.kind === 'received' && version.origin.kind === 'agent' ? IconDeviceDesktop : Usual;
  return (
    <li className={styles.line}>
      <span className={styles.icon} data-tone={tone}>
        <Icon size={16} aria-hidden />
      </span>
      <time className={styles.time} dateTime={entry.at} title={format.dateTime(entry.at)}>
        {format.shortTime(entry.at)}
      </time>
      <EntrySentence entry={entry} version={version} />
      {entry.delivery &&
        entry.attempts.map((attempt) => (
          <AttemptCard
            key={attempt.number}
            attempt={attempt}
            delivery={entry.delivery as NonNullable<typeof entry.delivery>}
            isOpen={isNewest && entry.kind === 'undelivered'}
          />
        ))}
    </li>
  );
}
