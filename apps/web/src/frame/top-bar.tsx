import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/firm.ts';
import { AccountMenu } from './account-menu.tsx';
import { ClientJump } from './client-jump.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import styles from './top-bar.module.css';

export function TopBar() {
  const me = useQuery(meQuery).data;
  return (
    <header className={styles.top}>
      <ClientJump />
      <LiveIndicator />
      {me && <AccountMenu me={me} />}
    </header>
  );
}
