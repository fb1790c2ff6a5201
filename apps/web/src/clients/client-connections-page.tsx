import { Skeleton } from '@mantine/core';
import { type Client, type Installation, routes } from '@navette/api';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { ApplicationIcon } from './application-tags.tsx';
import styles from './client-connections.module.css';
import card from './client-part.module.css';
import { ClientPart } from './client-part.tsx';

/** The applications that a client is connected to, its key at each, and what leaves for them. */
export function ClientConnectionsPage() {
  return <ClientPart>{(client) => <Connections client={client} />}</ClientPart>;
}

function Connections({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { data, error, refetch } = useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
  });
  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (client.connections.length === 0) {
    return (
      <section className={card.card}>
        <p className={`${card.body} ${card.quiet}`}>{t('clients.connections.none')}</p>
      </section>
    );
  }
  return (
    <div className={card.column}>
      {client.connections.map((connection) => (
        <ConnectionCard
          key={connection.installationId}
          client={client}
          connection={connection}
          installation={data?.items.find(({ id }) => id === connection.installationId)}
        />
      ))}
    </div>
  );
}

interface ConnectionCardProps {
  readonly client: Client;
  readonly connection: Client['connections'][number];
  readonly installation: Installation | undefined;
}

function ConnectionCard({ client, connection, installation }: ConnectionCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const firm = useFirmId();
  const params = { firm, installation: connection.installationId };
  const [connections, rules] = useQueries({
    queries: [
      {
        queryKey: [...keys.connections(firm, params.installation), client.id],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.call(routes.listConnections, { params, query: { client: client.id }, signal }),
        staleTime: 300_000,
      },
      {
        queryKey: keys.rules(firm, params.installation),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.call(routes.listRules, { params, signal }),
      },
    ],
  });
  const own = connections.data?.items[0];
  const reason = installation?.reason;
  return (
    <section className={card.card}>
      <header>
        <ApplicationIcon kind={connection.kind} />
        <h2>{connection.name}</h2>
        {installation && (
          <span className={styles.state} data-state={installation.state}>
            <span className={styles.dot} aria-hidden />
            {t(`clients.connections.state.${installation.state}`)}
          </span>
        )}
      </header>
      <dl className={styles.facts}>
        {reason && (
          <div>
            <dt>{t('clients.connections.reason')}</dt>
            <dd>{language === 'fr' ? typeset(reason.fr) : reason.en}</dd>
          </div>
        )}
        <div>
          <dt>{t('clients.connections.key')}</dt>
          <dd>
            {connections.isPending ? (
              <Skeleton height={12} width={140} radius="sm" />
            ) : own ? (
              <>
                <span className="mono">{own.clientKey}</span>
                {own.clientKeyLabel && <span className={card.quiet}>{own.clientKeyLabel}</span>}
              </>
            ) : (
              t('clients.details.missing')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('clients.connections.rules')}</dt>
          <dd className={styles.rules}>
            {rules.data?.items.map((rule) => (
              <span key={rule.id}>
                <span className="mono">{rule.meansToday}</span>{' '}
                <span className={card.quiet}>
                  {t('clients.connections.as', { type: t(`general.type.${rule.documentType}`) })}
                </span>
              </span>
            ))}
            {rules.data?.items.length === 0 && t('clients.connections.noRule')}
            {rules.isPending && <Skeleton height={12} width={220} radius="sm" />}
          </dd>
        </div>
      </dl>
    </section>
  );
}
