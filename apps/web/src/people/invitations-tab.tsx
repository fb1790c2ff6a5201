import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FilterChip } from '../frame/filter-chip.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InviteForm } from './invite-form.tsx';
import styles from './people.module.css';
import { useInvitations } from './use-people.ts';

const route = '/cabinets/$firm/utilisateurs';

/** Who is invited and has not come yet; those who came or will not, when asked. */
export function InvitationsTab() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { terminees = false } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const [isInviting, setInviting] = useState(false);
  const { query, rows, total } = useInvitations(firm, terminees);
  return (
    <>
      <div className={styles.bar}>
        <p className={styles.lead}>{t('people.invitations.lead')}</p>
        <FilterChip
          isOn={terminees}
          onChange={(isOn) =>
            void navigate({
              replace: true,
              search: { onglet: 'invitations', ...(isOn ? { terminees: true } : {}) },
            })
          }
        >
          {t('people.invitations.withEnded')}
        </FilterChip>
        <Button
          className={styles.main}
          variant="filled"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => setInviting(true)}
        >
          {t('people.invite.open')}
        </Button>
      </div>
      {query.error && rows.length === 0 ? (
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className={styles.card} data-stale={query.isPlaceholderData}>
          {query.data && rows.length === 0 ? (
            <p className={styles.empty}>{t('people.invitations.none')}</p>
          ) : (
            <InvitationTable
              rows={rows}
              total={total}
              isLoading={query.isPending}
              hasMore={query.hasNextPage}
              isLoadingMore={query.isFetchingNextPage}
              onMore={query.fetchNextPage}
            />
          )}
        </div>
      )}
      <InviteForm isOpen={isInviting} onClose={() => setInviting(false)} />
    </>
  );
}
