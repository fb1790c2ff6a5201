import { useTranslation } from 'react-i18next';
import styles from './technical-detail.module.css';

interface TechnicalDetailProps {
  readonly words: string | null | undefined;
  /** “Technical detail” unless said. */
  readonly label?: string;
  readonly isOpen?: boolean;
}

/** A partner's own words, in whatever language: folded, for whoever asks the partner about them. */
export function TechnicalDetail({ words, label, isOpen = false }: TechnicalDetailProps) {
  const { t } = useTranslation();
  if (!words) return null;
  return (
    <details className={styles.detail} open={isOpen}>
      <summary>{label ?? t('applications.technical')}</summary>
      <code translate="no">{words}</code>
    </details>
  );
}
