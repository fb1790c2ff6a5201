import { Loader, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './document-preview.module.css';

const spinnerAfterMs = 300;

/** The room of a page; and, once it takes long enough to be noticed, that it is coming. */
export function LoadingPreview() {
  const { t } = useTranslation();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), spinnerAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.loading} role="status" aria-busy="true">
      <div className={styles.sheet} aria-hidden>
        {[40, 64, 0, 88, 82, 90, 60, 0, 86, 74].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: always the same lines
          <Skeleton key={index} height={8} width={`${width}%`} mt={14} radius="sm" animate={isLong} />
        ))}
      </div>
      {isLong && (
        <p className={styles.wait}>
          <Loader size={16} />
          {t('preview.loading')}
        </p>
      )}
    </div>
  );
}
