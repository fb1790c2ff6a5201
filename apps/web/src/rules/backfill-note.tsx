import { UnstyledButton } from '@mantine/core';
import { type Installation, type Rule, routes } from '@navette/api';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './backfill.module.css';
import { BackfillDialog } from './backfill-dialog.tsx';
import type { Place } from './use-rules.ts';

interface BackfillNoteProps {
  readonly place: Place;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
}

/** That what was there before stays, how much that is, and the way to send it too. */
export function BackfillNote({ place, installation, rules }: BackfillNoteProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const isPreparing = installation.state === 'preparing';
  const ruleIds = rules.map(({ id }) => id);
  const { data } = useQuery({
    queryKey: keys.rulePart(place.firm, place.installation, 'backfill', { ruleIds }),
    queryFn: ({ signal }) => api.call(routes.countBackfill, { params: place, signal }),
  });
  const total = data?.total ?? 0;
  return (
    <div className={styles.note}>
      <IconInfoCircle size={16} aria-hidden />
      <p>
        {isPreparing ? t('rules.backfill.noteStart') : t('rules.backfill.noteRunning')}{' '}
        {data && total === 0 && t('rules.backfill.noteNone')}
        {total > 0 && (
          <>
            <Sentence>
              {t('rules.backfill.noteStay', {
                count: total,
                replace: { count: strong(format.number(total)) },
              })}
            </Sentence>{' '}
            {isPreparing ? (
              t('rules.backfill.afterStart')
            ) : (
              <UnstyledButton className={styles.open} onClick={() => setOpen(true)}>
                {t('rules.backfill.open')}
              </UnstyledButton>
            )}
          </>
        )}
      </p>
      <BackfillDialog
        firm={place.firm}
        installationId={place.installation}
        applicationName={installation.name}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      />
    </div>
  );
}
