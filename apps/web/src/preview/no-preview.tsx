import { Button } from '@mantine/core';
import { formatBytes } from '@navette/model';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FileIcon } from '../documents/file-icon.tsx';
import { useLanguage } from '../language/language.ts';
import styles from './document-preview.module.css';

interface NoPreviewProps {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Why there is none. */
  readonly sentence: string;
  readonly downloadAddress: string;
  readonly onRetry?: () => void;
}

/** In the place of a preview: what the file is, why it is not shown, and how to have it. */
export function NoPreview({
  name,
  mediaType,
  sizeBytes,
  sentence,
  downloadAddress,
  onRetry,
}: NoPreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.none}>
      <span className={styles.icon}>
        <FileIcon mediaType={mediaType} />
      </span>
      <p className={styles.name}>{name}</p>
      <p className={styles.size}>{formatBytes(sizeBytes, language)}</p>
      <p className={styles.sentence} role="status">
        {sentence}
      </p>
      <div className={styles.gestures}>
        <Button component="a" href={downloadAddress} download leftSection={<IconDownload size={16} />}>
          {t('preview.download')}
        </Button>
        {onRetry && <Button onClick={onRetry}>{t('general.retry')}</Button>}
      </div>
    </div>
  );
}
