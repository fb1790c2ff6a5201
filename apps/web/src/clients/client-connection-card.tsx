import { Button, Skeleton } from '@mantine/core';
import type { Client, Installation } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useConnectionOf } from '../connecting/use-access.ts';
import { useFolders } from '../connecting/use-connecting.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { ApplicationIcon } from './application-tags.tsx';
import styles from './client-connections.module.css';
import card from './client-part.module.css';

interface ClientConnectionCardProps {
  readonly client: Client;
  readonly installation: Installation;
  readonly onChange: () => void;
}

/** One application that a client is connected to: its key there, what leaves today, and the way to change it. */
export function ClientConnectionCard({ client, installation, onChange }: ClientConnectionCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const connection = useConnectionOf(installation.id, client.id);
  const rules = useFolders(installation.id);
  const own = connection.data;
  const sent = rules.data?.items.filter(({ id, scope }) => scope === 'all' || own?.ruleIds.includes(id));
  const say = (words: { fr: string; en: string }) => (language === 'fr' ? typeset(words.fr) : words.en);
  const { reason } = installation;
  return (
    <section className={card.card} aria-label={installation.name}>
      <header>
        <ApplicationIcon kind={installation.kind} />
        <h2>{installation.name}</h2>
        <span className={styles.state} data-state={installation.state}>
          <span className={styles.dot} aria-hidden />
          {t(`clients.connections.state.${installation.state}`)}
        </span>
        <Button
          aria-label={t('clients.connections.changeOf', { name: installation.name })}
          onClick={onChange}
        >
          {t('clients.connections.change')}
        </Button>
      </header>
      <dl className={styles.facts}>
        {reason && (
          <div>
            <dt>{t('clients.connections.reason')}</dt>
            <dd>{say(reason)}</dd>
          </div>
        )}
        {own?.state === 'stopped' && (
          <div>
            <dt>{t('connecting.connected.states.stopped')}</dt>
            <dd>{t('connecting.connected.stoppedHelp')}</dd>
          </div>
        )}
        <div>
          <dt>{say(installation.clientKey.label)}</dt>
          <dd>
            {connection.isPending ? (
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
            {sent?.map((rule) => (
              <span key={rule.id}>
                <span className="mono">{rule.meansToday}</span>{' '}
                <span className={card.quiet}>
                  {t('clients.connections.as', { type: t(`general.type.${rule.documentType}`) })}
                </span>
              </span>
            ))}
            {sent?.length === 0 && t('clients.connections.noRule')}
            {rules.isPending && <Skeleton height={12} width={220} radius="sm" />}
          </dd>
        </div>
      </dl>
    </section>
  );
}
