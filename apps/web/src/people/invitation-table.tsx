import { Button, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Invitation } from '@navette/api';
import { routes } from '@navette/api';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { moreOf } from '../table/more-rows.tsx';
import type { PagedRows } from '../table/use-paged-rows.ts';
import styles from './invitation-table.module.css';
import { StateMark } from './state-mark.tsx';

const helper = createColumnHelper<typeof features, Invitation>();

export function InvitationTable({ list }: { list: PagedRows<Invitation> }) {
  const { t } = useTranslation();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('email', {
          header: () => t('people.invitations.columns.email'),
          cell: ({ row: { original } }) => (
            <span className={styles.lines}>
              <span className={`cut ${styles.email}`} title={original.email}>
                {original.email}
              </span>
              {original.name && <span className={`cut ${styles.second}`}>{original.name}</span>}
            </span>
          ),
        }),
        helper.accessor('role', {
          header: () => t('people.invitations.columns.role'),
          cell: ({ row }) => <Role invitation={row.original} />,
        }),
        helper.accessor('invitedBy.name', {
          id: 'invitedBy',
          header: () => t('people.invitations.columns.invitedBy'),
        }),
        helper.accessor('sentAt', {
          id: 'sent',
          header: () => t('people.invitations.columns.sent'),
          cell: ({ row }) => <Sending invitation={row.original} />,
        }),
        helper.accessor('state', {
          header: () => t('people.invitations.columns.state'),
          cell: ({ row }) => <State invitation={row.original} />,
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row }) => <Gestures invitation={row.original} />,
        }),
      ]),
    [t],
  );
  const table = useTable({ features, columns, data: list.rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('people.tabs.invitations')}
      className={styles.table}
      isLoading={list.query.isPending}
      total={list.total}
      rowHeightPx={52}
      after={moreOf(list)}
    />
  );
}

function Role({ invitation: { role, seesAllClients, clients } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const sees = seesAllClients
    ? null
    : clients === 0
      ? t('people.seesNone')
      : t('people.seesSome', { count: clients });
  return (
    <span className={styles.lines}>
      <span>{t(`frame.role.${role}`)}</span>
      {sees && <span className={styles.second}>{sees}</span>}
    </span>
  );
}

function Sending({ invitation: { sentAt, mailProblem, state } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  if (sentAt) return t('people.invitations.sentAt', { at: format.dateTime(sentAt) });
  if (mailProblem)
    return (
      <span className={styles.problem}>
        <StateMark tone="wrong">
          <IconAlertCircle size={14} aria-hidden />
          {t('people.invitations.notSent')}
        </StateMark>
        <span className={styles.reason}>{language === 'fr' ? typeset(mailProblem.fr) : mailProblem.en}</span>
      </span>
    );
  return state === 'pending' ? t('people.invitations.sending') : null;
}

function State({ invitation: { state, expiresAt, endedAt } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tone = state === 'pending' ? 'waits' : state === 'accepted' ? 'plain' : 'ended';
  return (
    <span className={styles.lines}>
      <span>
        <StateMark tone={tone}>{t(`people.invitations.state.${state}`)}</StateMark>
      </span>
      <span className={styles.second}>
        {state === 'pending'
          ? t('people.invitations.until', { at: format.dateTime(expiresAt) })
          : format.dateTime(endedAt ?? expiresAt)}
      </span>
    </span>
  );
}

function Gestures({ invitation: { id, email, state } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const params = { firm, invitation: id };
  const done = (message: string) => {
    void queryClient.invalidateQueries({ queryKey: ['invitations', firm] });
    notifications.show({ message });
  };
  const onError = (error: Error) =>
    notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence });
  const resending = useMutation({
    mutationFn: () => api.call(routes.resendInvitation, { params }),
    onSuccess: () => done(t('people.invitations.resent', { email })),
    onError,
  });
  const cancelling = useMutation({
    mutationFn: () => api.call(routes.cancelInvitation, { params }),
    onSuccess: () => done(t('people.invitations.cancelled', { email })),
    onError,
  });
  if (state === 'accepted' || state === 'cancelled') return null;
  return (
    <span className={styles.gestures}>
      <Button
        aria-label={t('people.invitations.resendTo', { email })}
        loading={resending.isPending}
        onClick={() => resending.mutate()}
      >
        {t('people.invitations.resend')}
      </Button>
      <Button
        variant="subtle"
        aria-label={t('people.invitations.cancelOf', { email })}
        loading={cancelling.isPending}
        onClick={() => cancelling.mutate()}
      >
        {t('people.invitations.cancel')}
      </Button>
    </span>
  );
}
