import { routes } from '@navette/api';
import {
  IconAlertTriangleFilled,
  IconApps,
  IconDownload,
  IconFolders,
  IconHistory,
  IconSend,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirm, useIsStaff } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { Mark } from './mark.tsx';
import styles from './rail.module.css';

/** The main menu: at the left, icons alone on a narrow screen, at the bottom on a phone. */
export function Rail() {
  const { t } = useTranslation();
  const firm = useFirm();
  const isStaff = useIsStaff();
  return (
    <nav className={styles.rail} aria-label={t('frame.menu')}>
      <div className={styles.brand}>
        <Mark />
        <span>Navette</span>
      </div>
      <div className={styles.firm} title={firm.name}>
        {firm.name}
      </div>
      <Entry
        to="/cabinets/$firm/dossiers"
        icon={<IconFolders aria-hidden />}
        label={t('frame.clients')}
        short={t('frame.clientsShort')}
      />
      {isStaff && (
        <Entry
          to="/cabinets/$firm/envois"
          icon={<IconSend aria-hidden />}
          label={t('frame.deliveries')}
          badge={<UndeliveredCount firm={firm.id} />}
        />
      )}
      {isStaff && (
        <Entry
          to="/cabinets/$firm/applications"
          icon={<IconApps aria-hidden />}
          label={t('frame.applications')}
          short={t('frame.applicationsShort')}
        />
      )}
      <Entry
        to="/cabinets/$firm/ressources"
        icon={<IconDownload aria-hidden />}
        label={t('frame.resources')}
      />
      {firm.role === 'admin' && (
        <div className={styles.administration}>
          <Entry
            to="/cabinets/$firm/utilisateurs"
            icon={<IconUsers aria-hidden />}
            label={t('frame.people')}
          />
          <Entry
            to="/cabinets/$firm/parametres"
            icon={<IconSettings aria-hidden />}
            label={t('frame.settings')}
          />
          <Entry to="/cabinets/$firm/journal" icon={<IconHistory aria-hidden />} label={t('frame.audit')} />
        </div>
      )}
    </nav>
  );
}

interface EntryProps {
  readonly to:
    | '/cabinets/$firm/dossiers'
    | '/cabinets/$firm/envois'
    | '/cabinets/$firm/applications'
    | '/cabinets/$firm/ressources'
    | '/cabinets/$firm/utilisateurs'
    | '/cabinets/$firm/parametres'
    | '/cabinets/$firm/journal';
  readonly icon: ReactNode;
  readonly label: string;
  readonly short?: string;
  readonly badge?: ReactNode;
}

function Entry({ to, icon, label, short = label, badge }: EntryProps) {
  const { id } = useFirm();
  return (
    <Link
      to={to}
      params={{ firm: id }}
      className={styles.entry}
      activeProps={{ 'aria-current': 'page' }}
      title={label}
    >
      {icon}
      <span className={styles.label}>{label}</span>
      <span className={styles.short}>{short}</span>
      {badge}
    </Link>
  );
}

function UndeliveredCount({ firm }: { firm: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: keys.counts(firm),
    queryFn: ({ signal }) => api.call(routes.countDeliveries, { params: { firm }, signal }),
  });
  const count = data?.counts.undelivered ?? 0;
  if (count === 0) return null;
  const label = t('frame.undeliveredCount', { count });
  return (
    <span className={styles.count} title={label}>
      <IconAlertTriangleFilled size={12} aria-hidden />
      <span aria-hidden>{count > 999 ? '999+' : count}</span>
      <span className={styles.hidden}>{label}</span>
    </span>
  );
}
