import type { Installation, InstallationFigures } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { ApplicationLink } from './application-link.tsx';
import { ApplicationMark } from './application-mark.tsx';
import { CardFigures } from './card-figures.tsx';
import styles from './installation-card.module.css';
import { InstallationMenu, type OpenedDialog } from './installation-menu.tsx';
import { InstallationState } from './installation-state.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { RenewDrawer } from './renew-drawer.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

interface InstallationCardProps {
  readonly installation: Installation;
  /** `undefined` while they are fetched. */
  readonly figures: InstallationFigures | undefined;
}

/** An application of the firm: what it is, whether it runs, its day, and the cog. */
export function InstallationCard({ installation, figures }: InstallationCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dialog, setDialog] = useState<OpenedDialog | null>(null);
  const { id, name, kind, partner, state } = installation;
  const clients = figures?.connections ?? installation.connections;
  const shared = { installation, onClose: () => setDialog(null) };
  return (
    <section className={styles.card} data-state={state} aria-labelledby={`application-${id}`}>
      <header className={styles.head}>
        <ApplicationMark name={name} kind={kind} />
        <div className={styles.name}>
          <h2 id={`application-${id}`} className="cut" title={name}>
            {name}
          </h2>
          <p>
            {t('applications.clients', {
              count: clients,
              replace: { count: format.number(clients), kind: t(`applications.kind.${kind}`) },
            })}
            {figures?.toConnect ? (
              <>
                {' · '}
                <ApplicationLink page={`/${id}`} title={t('applications.toConnectTitle', { partner })}>
                  {t('applications.toConnect', {
                    count: figures.toConnect,
                    replace: { count: format.number(figures.toConnect) },
                  })}
                </ApplicationLink>
              </>
            ) : null}
          </p>
        </div>
        <InstallationMenu installation={installation} onOpen={setDialog} />
      </header>
      <InstallationState installation={installation} figures={figures} onRenew={() => setDialog('renew')} />
      <CardFigures installation={installation} figures={figures} />
      <RenewDrawer {...shared} isOpen={dialog === 'renew'} />
      <RenameDialog {...shared} isOpen={dialog === 'rename'} />
      <VersionsDialog {...shared} isOpen={dialog === 'versions'} />
      <RemoveDialog {...shared} isOpen={dialog === 'remove'} />
    </section>
  );
}
