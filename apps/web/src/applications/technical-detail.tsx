import { useTranslation } from 'react-i18next';
import styles from './technical-detail.module.css';

/** A partner's own words, in whatever language: folded, for whoever asks the partner about them. */
export function TechnicalDetail({ words }: { words: string | null | undefined }) {
  const { t } = useTranslation();
  if (!words) return null;
  return (
    <details className={styles.detail}>
      <summary>{t('applications.technical')}</summary>
      <code translate="no">{words}</code>
    </details>
  );
}
