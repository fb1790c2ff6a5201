import { Button, CopyButton } from '@mantine/core';
import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import styles from './settings-tab.module.css';

interface SenderCardProps {
  readonly firm: string;
  readonly partner: string;
  readonly isAdmin: boolean;
}

/** Who documents sent by e-mail come from: what the partner has to allow. */
export function SenderCard({ firm, partner, isAdmin }: SenderCardProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: keys.mailSender(firm),
    queryFn: ({ signal }) => api.call(routes.getMailSender, { params: { firm }, signal }),
  });
  return (
    <Card
      title={t('installation.settings.sender.title')}
      help={t('installation.settings.sender.help', { name: partner })}
    >
      <div className={page.body} aria-busy={!data && !error}>
        {error && !data && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {data?.sender && (
          <p className={styles.sender}>
            <span className="mono">{data.sender.address}</span>
            <CopyButton value={data.sender.address}>
              {({ copied, copy }) => (
                <Button onClick={copy} aria-label={t('installation.settings.sender.copy')}>
                  {copied ? t('general.copied') : t('general.copy')}
                </Button>
              )}
            </CopyButton>
          </p>
        )}
        {data?.sender?.readsBounces === false && (
          <p className={page.note}>{t('installation.settings.sender.noBounces')}</p>
        )}
        {data && !data.sender && (
          <>
            <p className={page.note}>{t('installation.settings.sender.none')}</p>
            {isAdmin && (
              <Link to="/cabinets/$firm/parametres" params={{ firm }} search={{ partie: 'messagerie' }}>
                {t('installation.settings.sender.toMail')}
              </Link>
            )}
          </>
        )}
      </div>
    </Card>
  );
}
