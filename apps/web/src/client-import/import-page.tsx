import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { ChooseFile } from './choose-file.tsx';
import styles from './import-page.module.css';
import { ImportReview } from './import-review.tsx';

/** Clients from a file: chosen, looked at row by row, written once somebody says so. The address holds which import. */
export function ImportPage() {
  const { t } = useTranslation();
  usePageTitle(t('imports.title'));
  const firm = useFirmId();
  const { import: id } = useSearch({ from: '/cabinets/$firm/dossiers/importer' });
  const navigate = useNavigate({ from: '/cabinets/$firm/dossiers/importer' });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <nav className={styles.crumb} aria-label={t('clients.title')}>
          <Link to="/cabinets/$firm/dossiers" params={{ firm }}>
            {t('clients.title')}
          </Link>{' '}
          /
        </nav>
        <h1>{t('imports.title')}</h1>
      </header>
      {id ? (
        <ImportReview key={id} id={id} />
      ) : (
        <ChooseFile onRead={(read) => void navigate({ search: { import: read } })} />
      )}
    </div>
  );
}
