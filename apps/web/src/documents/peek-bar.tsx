import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistory } from '../history/use-history.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import styles from './peek-bar.module.css';

const route = '/cabinets/$firm/dossiers/$client';

/** On a phone the drawer is a screen of its own: back in the list, the document one has just seen stays at hand. */
export function PeekBar({ openId }: { openId: string | undefined }) {
  const { t } = useTranslation();
  const { firm } = useParams({ from: route });
  const [seenId, setSeenId] = useState<string>();
  useEffect(() => {
    if (openId) setSeenId(openId);
  }, [openId]);
  const isPhone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const shownId = isPhone && !openId ? seenId : undefined;
  const document = useHistory(firm, shownId).data?.document;
  if (!document) return null;
  return (
    <section className={styles.bar} aria-label={t('documents.lastSeen')}>
      <div className={styles.what}>
        <b className="cut">{document.name}</b>
        <StatusBadge badge={document.badge} withReason={false} />
      </div>
      <Button
        renderRoot={(props) => (
          <Link
            from={route}
            search={(search) => ({ ...search, document: document.id, onglet: 'historique' as const })}
            {...props}
          />
        )}
      >
        {t('history.tabs.historique')}
      </Button>
      <ActionIcon size={44} aria-label={t('general.close')} onClick={() => setSeenId(undefined)}>
        <IconX size={18} />
      </ActionIcon>
    </section>
  );
}
