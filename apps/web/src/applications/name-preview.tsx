import { useDebouncedValue } from '@mantine/hooks';
import { routes } from '@navette/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './name-preview.module.css';

const quietMs = 300;

/** What a template of names gives, with an example of each type: while it is typed. */
export function NamePreview({ application, template }: { application: string; template: string }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const [asked] = useDebouncedValue(template.trim(), quietMs);
  const { data, error } = useQuery({
    queryKey: keys.namePreview(firm, application, asked),
    queryFn: ({ signal }) =>
      api.call(routes.previewName, { params: { firm }, body: { application, template: asked }, signal }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (asked === '') return null;
  if (error) return <p className={styles.wrong}>{describeProblem(error, language).sentence}</p>;
  if (!data) return null;
  return (
    <div className={styles.preview}>
      <p>{t('applications.form.preview')}</p>
      <ul aria-label={t('applications.form.preview')}>
        {data.examples.slice(0, 3).map(({ type, path }) => (
          <li key={type} title={t(`general.type.${type}`)}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      {data.warnings.map((warning) => (
        <p key={warning.fr} className={styles.warning}>
          {language === 'fr' ? typeset(warning.fr) : warning.en}
        </p>
      ))}
    </div>
  );
}
