import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './not-found-page.module.css';
import { usePageTitle } from './use-page-title.ts';

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('general.notFoundTitle'));
  return (
    <div className={styles.page}>
      <h1>{t('general.notFoundTitle')}</h1>
      <p>{t('general.notFound')}</p>
      <Link to="/">{t('general.toClients')}</Link>
    </div>
  );
}
