import { ActionIcon, Button, Progress } from '@mantine/core';
import { canRetry } from '@navette/api';
import { IconCircleCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import { isActive, type Upload } from './upload-queue.ts';
import styles from './upload-tray.module.css';
import { uploader } from './uploader.ts';

/** One dropped file: how far it is, or why it failed and how to try again. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { key, name, state, sizeBytes, sentBytes } = upload;
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <span className={`${styles.name} cut`} title={name}>
          {name}
        </span>
        <Progression upload={upload} />
        {state === 'done' && (
          <IconCircleCheck size={16} color="var(--ok)" aria-label={t('uploads.state.done')} />
        )}
        {isActive(upload) && (
          <ActionIcon
            size={24}
            aria-label={t('uploads.cancelOne', { name })}
            onClick={() => uploader.cancel(key)}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {isActive(upload) && state !== 'queued' && (
        <Progress
          size={4}
          value={sizeBytes === 0 ? 100 : (sentBytes / sizeBytes) * 100}
          aria-label={name}
          color={state === 'retrying' ? 'gray' : 'encre'}
        />
      )}
      {state === 'failed' && (
        <div className={styles.problem}>
          <span>{describeProblem(upload.error, language).sentence}</span>
          {canRetry(upload.error) && (
            <Button size="compact-xs" onClick={() => uploader.again(key)}>
              {t('uploads.again')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Progression({ upload: { state, sentBytes, sizeBytes } }: { upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (state === 'done' || state === 'failed') return null;
  const isMoving = state === 'sending' && sentBytes > 0;
  return (
    <span className={styles.progression}>
      {isMoving
        ? t('uploads.of', { sent: format.bytes(sentBytes), total: format.bytes(sizeBytes) })
        : t(`uploads.state.${state}`)}
    </span>
  );
}
