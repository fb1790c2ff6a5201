import {
  IconAlertTriangleFilled,
  IconCopy,
  IconPlayerPauseFilled,
  IconQuestionMark,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import styles from './thread.module.css';
import { type Stop, type StopName, type StopState, stopsOf } from './thread-stops.ts';
import type { ToldDelivery } from './time-line.ts';

interface ThreadProps {
  readonly receivedAt: string;
  readonly delivery: ToldDelivery;
}

/** The thread (*le fil*) of a delivery: dropped, sent, at the partner, with the time of each. */
export function Thread({ receivedAt, delivery }: ThreadProps) {
  const stops = stopsOf(receivedAt, delivery, delivery.attempts);
  return (
    <ol className={styles.thread}>
      {stops.map((stop) => (
        <StopMark key={stop.name} stop={stop} delivery={delivery} />
      ))}
    </ol>
  );
}

function StopMark({ stop: { name, state, at }, delivery }: { stop: Stop; delivery: ToldDelivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useStopLabel(name, state, delivery.partner);
  const isNextTry = delivery.state === 'waiting' && name === 'sent' && at !== null;
  const time =
    at && (isNextTry ? t('history.nextTry', { time: format.shortTime(at) }) : format.shortTime(at));
  const hint = t(`history.stopHint.${state}`);
  return (
    <li className={styles.stop} data-state={state}>
      <span className={styles.mark} role="img" aria-label={hint}>
        {marks[state]}
      </span>
      <span className={styles.label}>{label}</span>
      <span className={styles.time}>{time ?? hint}</span>
    </li>
  );
}

const marks: Readonly<Record<StopState, React.ReactNode>> = {
  done: null,
  reached: null,
  current: null,
  todo: null,
  paused: <IconPlayerPauseFilled size={14} aria-hidden />,
  failed: <IconAlertTriangleFilled size={26} aria-hidden />,
  question: <IconQuestionMark size={16} stroke={2.5} aria-hidden />,
  cut: <IconX size={16} stroke={2.5} aria-hidden />,
  copy: <IconCopy size={15} aria-hidden />,
};

function useStopLabel(name: StopName, state: StopState, partner: string): string {
  const { t } = useTranslation();
  if (name === 'partner') return t('history.stop.partner', { partner });
  // *Envoyé* is said only once it left.
  return name === 'sent' && state !== 'done' ? t('history.stop.sending') : t(`history.stop.${name}`);
}
