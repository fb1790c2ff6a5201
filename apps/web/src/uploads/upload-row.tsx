import { ActionIcon, Button, FileButton, Progress } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import { OtherFileError } from './carry-file.ts';
import { giveUp, uploader } from './page-uploader.ts';
import { isActive, type Upload } from './upload-queue.ts';
import styles from './upload-tray.module.css';

/** One dropped file: how far it is, or why it failed and what to do. Drawn anew only when it changes itself. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const { key, name, subPath, state, sizeBytes, sentBytes } = upload;
  const whole = subPath ? `${subPath}/${name}` : name;
  return (
    <li className={styles.row} data-state={state}>
      <div className={styles.line}>
        <span className={styles.name} title={whole}>
          {subPath && <span className={`${styles.above} cut`}>{`${subPath}/`}</span>}
          <span className="cut">{name}</span>
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
      {(isActive(upload) || state === 'unfinished') && state !== 'queued' && (
        <Progress
          size={4}
          value={sizeBytes === 0 ? 100 : (sentBytes / sizeBytes) * 100}
          aria-label={name}
          color={state === 'retrying' || state === 'preparing' || state === 'unfinished' ? 'gray' : 'encre'}
        />
      )}
      {(state === 'failed' || state === 'refused') && <Failure upload={upload} />}
      {state === 'unfinished' && <ChooseAgain upload={upload} />}
    </li>
  );
});

function Progression({ upload: { state, sentBytes, sizeBytes } }: { upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (state === 'done' || state === 'failed' || state === 'refused') return null;
  const isMoving = (state === 'sending' || state === 'unfinished') && sentBytes > 0;
  return (
    <span className={styles.progression}>
      {isMoving
        ? t('uploads.of', { sent: format.bytes(sentBytes), total: format.bytes(sizeBytes) })
        : t(`uploads.state.${state}`)}
    </span>
  );
}

function Failure({ upload: { key, name, state, error } }: { upload: Upload }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.problem}>
      <IconAlertCircle size={14} aria-hidden />
      <span>{describeProblem(error, language).sentence}</span>
      {state === 'failed' && (
        <Button
          size="compact-xs"
          aria-label={t('uploads.againOne', { name })}
          onClick={() => uploader.again((upload) => upload.key === key)}
        >
          {t('uploads.again')}
        </Button>
      )}
    </div>
  );
}

/** A page cannot open a file again by itself: the person names it, and the bytes that the server has are not sent twice. */
function ChooseAgain({ upload: { key, name, error } }: { upload: Upload }) {
  const { t } = useTranslation();
  return (
    <div className={styles.choose}>
      <span>{error instanceof OtherFileError ? t('uploads.otherFile') : t('uploads.chooseAgain')}</span>
      <FileButton onChange={(file) => file && uploader.choose(key, file)}>
        {(props) => (
          <Button {...props} size="compact-xs" aria-label={t('uploads.chooseOne', { name })}>
            {t('uploads.choose')}
          </Button>
        )}
      </FileButton>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        aria-label={t('uploads.giveUpOne', { name })}
        onClick={() => giveUp(key)}
      >
        {t('uploads.giveUp')}
      </Button>
    </div>
  );
}
