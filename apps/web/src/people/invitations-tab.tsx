import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import page from '../frame/page.module.css';
import { ListCard } from '../table/list-card.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InviteButton } from './invite-form.tsx';
import styles from './people.module.css';
import { useInvitations } from './use-people.ts';

const route = '/cabinets/$firm/utilisateurs';

/** Who is invited and has not come yet; those who came or will not, when asked. */
export function InvitationsTab() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { terminees = false } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const list = useInvitations(firm, terminees);
  return (
    <>
      <div className={styles.bar}>
        <p className={`${page.note} ${styles.lead}`}>{t('people.invitations.lead')}</p>
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
        <InviteButton />
      </div>
      <ListCard
        list={list}
        className={`${page.card} ${styles.card}`}
        none={<p className={styles.empty}>{t('people.invitations.none')}</p>}
      >
        <InvitationTable list={list} />
      </ListCard>
    </>
  );
}
