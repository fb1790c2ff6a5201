import { Button } from '@mantine/core';
import { type ApplicationRequest, routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useTell } from '../documents/use-tell.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './request-list.module.css';

/** Requests for applications that nobody has dealt with: for administrators. Nothing when there is none. */
export function RequestList() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { data } = useQuery({
    queryKey: keys.applicationRequests(firm),
    queryFn: ({ signal }) => api.call(routes.listApplicationRequests, { params: { firm }, signal }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="application-requests">
      <h2 id="application-requests">{t('applications.requests.open', { count: data.items.length })}</h2>
      <ul>
        {data.items.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Request({ request: { id, text, requestedBy, requestedAt } }: { request: ApplicationRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const firm = useFirmId();
  const tell = useTell();
  const queryClient = useQueryClient();
  const { name } = requestedBy;
  const closing = useMutation({
    mutationFn: () => api.call(routes.closeApplicationRequest, { params: { firm, request: id } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.applicationRequests(firm) });
      tell.done(t('applications.done.closed', { name }));
    },
    onError: tell.failure,
  });
  return (
    <li>
      <div>
        <p>{text}</p>
        <p className={styles.by}>
          {t('applications.requests.by', { name, time: format.dateTime(requestedAt) })}
        </p>
      </div>
      <Button
        aria-label={t('applications.requests.closeNamed', { name })}
        loading={closing.isPending}
        onClick={() => closing.mutate()}
      >
        {t('applications.requests.close')}
      </Button>
    </li>
  );
}
