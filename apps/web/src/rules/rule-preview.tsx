import { Skeleton, UnstyledButton } from '@mantine/core';
import type { Rule } from '@navette/api';
import { IconBan, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { counted } from './counted.ts';
import { BreakablePath } from './path-text.tsx';
import { RefusalSentence } from './refusal-sentence.tsx';
import { RuleClientsDialog } from './rule-clients-dialog.tsx';
import styles from './rule-preview.module.css';
import type { RulePreview } from './use-rule-preview.ts';
import type { Place } from './use-rules.ts';

interface RulePreviewPartProps {
  readonly place: Place;
  readonly withSubfolders: boolean;
  readonly isWanted: boolean;
  readonly preview: RulePreview | undefined;
  readonly isCurrent: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly rules: readonly Rule[];
}

/** What the rule of the adding row would do: the path it means today, whom it concerns, why it would be refused. */
export function RulePreviewPart(props: RulePreviewPartProps) {
  const { isWanted, preview, isCurrent, error, onRetry } = props;
  const { t } = useTranslation();
  return (
    <section
      className={styles.preview}
      data-is-wanted={isWanted}
      aria-label={t('rules.preview.title')}
      aria-busy={isWanted && !isCurrent && error === null}
    >
      {!isWanted ? (
        <p className={styles.quiet}>{t('rules.preview.start')}</p>
      ) : error && !preview ? (
        <ProblemNote error={error} onRetry={onRetry} />
      ) : !preview ? (
        <Waiting />
      ) : (
        <div className={styles.told} data-stale={!isCurrent}>
          <Told {...props} preview={preview} />
        </div>
      )}
    </section>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={12} width="72%" radius="sm" mt={3} mb={13} />
      {[52, 46, 49].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} radius="sm" mb={14} />
      ))}
    </>
  );
}

function Told({
  place,
  withSubfolders,
  preview,
  rules,
}: RulePreviewPartProps & { readonly preview: RulePreview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const [shown, setShown] = useState<boolean | null>(null);
  const { meansToday, archiveMeansToday, clients, clientsTotal, documents, examples, problem, warnings } =
    preview;
  const without = clientsTotal - clients;
  return (
    <>
      {problem && (
        <p className={styles.problem} role="alert">
          <IconBan size={16} aria-hidden />
          <span>
            <b>{t('rules.preview.refused')}</b>{' '}
            <RefusalSentence
              code={problem.code}
              sentence={language === 'fr' ? typeset(problem.fr) : problem.en}
              conflict={rules.find(({ id }) => id === problem.ruleId)}
            />
          </span>
        </p>
      )}
      {meansToday !== null && (
        <p role="status">
          <Sentence>{t('rules.preview.today', { path: strong(meansToday) })}</Sentence>{' '}
          {clientsTotal === 0 ? (
            t('rules.preview.noClient')
          ) : clients === 0 ? (
            // The server's warning says it too, and what comes of it.
            warnings.length === 0 && t('rules.preview.concerned', { count: 0 })
          ) : (
            <>
              {t('rules.preview.concerned', {
                count: clients,
                clients: format.number(clients),
                total: format.number(clientsTotal),
              })}{' '}
              {t('rules.preview.documents', { count: documents, documents: format.number(documents) })}
            </>
          )}
          {archiveMeansToday !== null && ` ${t('rules.preview.archiveToday', { path: archiveMeansToday })}`}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning.en} className={styles.warning}>
          <IconInfoCircle size={16} aria-hidden />
          {language === 'fr' ? typeset(warning.fr) : warning.en}
        </p>
      ))}
      {examples.length > 0 && (
        <table className={styles.examples} aria-label={t('rules.preview.examples')}>
          <tbody>
            {examples.map((example) => (
              <tr key={`${example.clientId} ${example.path}`}>
                <th scope="row">{example.clientName}</th>
                <td className={styles.where}>
                  <BreakablePath path={example.path} />
                </td>
                <td className={styles.figure}>{format.number(example.documents)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.sourcePath !== null && clientsTotal > 0 && (
        <p className={styles.links}>
          {clients > 0 && (
            <UnstyledButton className={styles.link} onClick={() => setShown(true)}>
              {t('rules.preview.seeWith', counted(format, clients))}
            </UnstyledButton>
          )}
          {without > 0 && (
            <UnstyledButton className={styles.link} onClick={() => setShown(false)}>
              {t(
                clients > 0 ? 'rules.preview.seeWithout' : 'rules.preview.seeWithoutAlone',
                counted(format, without),
              )}
            </UnstyledButton>
          )}
        </p>
      )}
      {preview.sourcePath !== null && (
        <RuleClientsDialog
          place={place}
          sourcePath={preview.sourcePath}
          withSubfolders={withSubfolders}
          has={shown}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}
