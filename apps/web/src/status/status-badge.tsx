import { Tooltip } from '@mantine/core';
import type { Badge } from '@navette/api';
import { IconAlertTriangleFilled, IconCopy, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { type Shape, statusOf } from './status.ts';
import styles from './status-badge.module.css';
import { ThreadMark } from './thread-mark.tsx';

type Shown = Pick<Badge, 'state' | 'heldReason' | 'booked'> & Partial<Pick<Badge, 'reason' | 'partner'>>;

/** A state as shape and word; its reason on hover and on focus of the row, read out to those who do not see it. */
export function StatusBadge({ badge, withReason = true }: { badge: Shown; withReason?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const status = statusOf(badge);
  const word = t(`status.word.${status.word}`);
  const shown = (
    <span className={styles.status} data-tone={status.tone} data-tinted={status.isTinted}>
      <Mark shape={status.shape} />
      {word}
    </span>
  );
  if (!withReason) return shown;
  const reason = badge.reason
    ? typeset(badge.reason[language])
    : badge.state === 'held' && badge.heldReason
      ? t(`status.held.${badge.heldReason}`)
      : t(`status.hint.${status.word}`);
  const label = badge.partner && !badge.reason ? `${badge.partner} · ${reason}` : reason;
  return <Tooltip label={label}>{shown}</Tooltip>;
}

function Mark({ shape }: { shape: Shape }) {
  switch (shape) {
    case 'triangle':
      return <IconAlertTriangleFilled size={16} aria-hidden />;
    case 'question':
      return <IconHelpCircle size={16} aria-hidden />;
    case 'copy':
      return <IconCopy size={14} aria-hidden />;
    default:
      return <ThreadMark shape={shape} />;
  }
}
