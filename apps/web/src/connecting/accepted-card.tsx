import type { Installation } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { AcceptedFormats, AcceptedSizes } from '../applications/accepted-limits.tsx';
import { Card } from '../frame/card.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './accepted-card.module.css';

/** What the application takes of the documents that one is about to connect, and what is good to know of it. */
export function AcceptedCard({ installation }: { readonly installation: Installation }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { partner, types, notes } = installation;
  // Most take all their types alike: said once.
  const alike = [...Map.groupBy(types, ({ limits }) => JSON.stringify(limits)).values()];
  return (
    <Card title={t('installation.settings.accepts.title', { name: partner })}>
      <dl className={styles.types}>
        {alike.flatMap((same) =>
          same.slice(0, 1).map((each) => (
            <div key={each.type}>
              <dt>{same.map(({ type }) => t(`general.type.${type}`)).join(', ')}</dt>
              <dd>
                <AcceptedFormats type={each} />
                {' · '}
                <AcceptedSizes type={each} />
              </dd>
            </div>
          )),
        )}
      </dl>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label={t('installation.settings.accepts.notes')}>
          {notes.map(({ fr, en }) => (
            <li key={en}>{language === 'fr' ? typeset(fr) : en}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
