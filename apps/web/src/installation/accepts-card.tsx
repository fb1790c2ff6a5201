import type { Application, Installation } from '@navette/api';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { AcceptedFormats, AcceptedSizes } from '../applications/accepted-limits.tsx';
import { useCatalogue } from '../applications/use-applications.ts';
import { Card } from '../frame/card.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { Unconfirmed } from '../rules/type-select.tsx';
import styles from './settings-tab.module.css';

interface AcceptsCardProps {
  readonly firm: string;
  readonly installation: Installation;
  readonly isAdmin: boolean;
}

/** What an application takes, from its manifest: types, formats, sizes, and how sure that is. */
export function AcceptsCard({ firm, installation, isAdmin }: AcceptsCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { partner, types, notes, clientKey } = installation;
  // What it does beside taking documents is for administrators.
  const { data, error, refetch } = useCatalogue(firm, isAdmin);
  const application = data?.items.find(({ id }) => id === installation.application);
  return (
    <Card title={t('installation.settings.accepts.title', { name: partner })}>
      <div className={styles.types}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('installation.settings.accepts.type')}</th>
              <th scope="col">{t('installation.settings.accepts.word', { name: partner })}</th>
              <th scope="col">{t('installation.settings.accepts.formats')}</th>
              <th scope="col">{t('installation.settings.accepts.maxSize')}</th>
            </tr>
          </thead>
          <tbody>
            {types.map((each) => {
              const { type, partnerValue, isConfirmed } = each;
              return (
                <tr key={type}>
                  <td>{t(`general.type.${type}`)}</td>
                  <td>
                    <span className={styles.word}>
                      <span className="mono">{partnerValue}</span>
                      {isConfirmed ? (
                        <span className={styles.confirmed}>
                          <IconCircleCheck size={14} aria-hidden />
                          {t('installation.settings.accepts.confirmed')}
                        </span>
                      ) : (
                        <Unconfirmed partner={partner} />
                      )}
                    </span>
                  </td>
                  <td>
                    <AcceptedFormats type={each} />
                  </td>
                  <td>
                    <AcceptedSizes type={each} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <dl className={styles.facts}>
        <Fact title={t('installation.settings.accepts.key')}>
          {clientKey.label[language]}{' '}
          <span className={styles.quiet}>
            {t('installation.settings.accepts.keyExample', { example: clientKey.example })}
          </span>
        </Fact>
        {application && <Manifest application={application} />}
      </dl>
      {error && !data && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {notes.length > 0 && (
        <div className={styles.notes}>
          <h3>{t('installation.settings.accepts.notes')}</h3>
          <ul>
            {notes.map((note) => (
              <li key={note.en}>
                <IconInfoCircle size={16} aria-hidden />
                {language === 'fr' ? typeset(note.fr) : note.en}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Manifest({ application }: { application: Application }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rate, duplicates, confirmation, confidence } = application;
  return (
    <>
      <Fact title={t('installation.settings.accepts.rate')}>
        {t('installation.settings.accepts.rateEach', {
          requests: format.number(rate.requests),
          seconds: format.duration(rate.windowMs),
        })}
      </Fact>
      <Fact title={t('installation.settings.accepts.duplicates')}>
        {t(`installation.settings.accepts.duplicate.${duplicates}`)}
      </Fact>
      <Fact title={t('installation.settings.accepts.confirmation')}>
        {t(`installation.settings.accepts.confirm.${confirmation}`)}
      </Fact>
      <Fact title={t('installation.settings.accepts.confidence')}>
        {t(`installation.settings.accepts.sure.${confidence}`)}
      </Fact>
    </>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
