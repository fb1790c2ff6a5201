import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirm, useIsStaff } from '../api/firm.ts';
import { cleared } from './client-filters.tsx';
import styles from './clients-page.module.css';
import { type ClientsSearch, collaboratorOf, countFilters, withCollaborator } from './clients-search.ts';

interface EmptyClientsProps {
  readonly search: ClientsSearch;
  readonly onShow: (search: ClientsSearch) => void;
  readonly onCreate: () => void;
}

/** Why there is nothing to see, and the gesture that changes it. */
export function EmptyClients({ search, onShow, onCreate }: EmptyClientsProps) {
  const { t } = useTranslation();
  const { id: firm, role } = useFirm();
  const isStaff = useIsStaff();
  if (countFilters(search, role) > 0) {
    const everyones = withCollaborator(search, 'tous', role);
    const isMine = collaboratorOf(search, role) === 'moi';
    return (
      <div className={styles.empty}>
        <p>{isMine ? t('clients.noneFoundOfMine') : t('clients.noneFound')}</p>
        <span className={styles.gestures}>
          {isMine && <Button onClick={() => onShow(everyones)}>{t('clients.searchEveryones')}</Button>}
          <Button onClick={() => onShow(cleared(search))}>{t('clients.clearSearch')}</Button>
        </span>
      </div>
    );
  }
  if (collaboratorOf(search, role) === 'moi') {
    return (
      <div className={styles.empty}>
        <p>{t('clients.noneOfMine')}</p>
        <Button onClick={() => onShow(withCollaborator(search, 'tous', role))}>
          {t('clients.showEveryones')}
        </Button>
      </div>
    );
  }
  if (!isStaff) return <p className={styles.empty}>{t('clients.noneToSee')}</p>;
  return (
    <div className={styles.empty}>
      <p>{t('clients.none')}</p>
      <span className={styles.gestures}>
        <Button
          variant="filled"
          renderRoot={(props) => <Link to="/cabinets/$firm/dossiers/importer" params={{ firm }} {...props} />}
        >
          {t('clients.importMany')}
        </Button>
        <Button onClick={onCreate}>{t('clients.createFirst')}</Button>
      </span>
    </div>
  );
}
