import { useQuery } from '@tanstack/react-query';
import { useMatchRoute } from '@tanstack/react-router';
import { meQuery, useFirm } from '../api/firm.ts';
import { AccountMenu } from './account-menu.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { SearchEverywhere } from './search-everywhere.tsx';
import styles from './top-bar.module.css';

export function TopBar() {
  const me = useQuery(meQuery).data;
  const firm = useFirm();
  // The list has its own search: on a phone a second field above it would only puzzle.
  const isList = useMatchRoute()({ to: '/cabinets/$firm/dossiers' }) !== false;
  return (
    <header className={styles.top} data-list={isList}>
      <span className={styles.firm}>{firm.name}</span>
      <SearchEverywhere />
      <LiveIndicator />
      {me && <AccountMenu me={me} />}
    </header>
  );
}
