import { Button, Skeleton } from '@mantine/core';
import { type Job, routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useJobItems } from '../jobs/use-job.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import { MoreRows } from '../table/more-rows.tsx';
import styles from './backfill.module.css';
import { documentOf } from './backfill-item.ts';
import { counted } from './counted.ts';
import { BreakablePath, PathText } from './path-text.tsx';
import type { BackfillScope } from './use-backfill.ts';
import { rulesQuery } from './use-rules.ts';

interface BackfillPreviewProps {
  readonly firm: string;
  readonly installationId: string;
  readonly applicationName: string;
  readonly job: Job;
  readonly scope: BackfillScope;
  readonly isConfirming: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** How many documents would leave, by which rules, and which. Nothing has left yet. */
export function BackfillPreview(props: BackfillPreviewProps) {
  const { applicationName, job, isConfirming, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const count = job.total - job.failed - job.skipped;
  if (count === 0)
    return (
      <>
        <p>{t('rules.backfill.found', { count: 0 })}</p>
        <div className={styles.actions}>
          <Button data-autofocus onClick={onClose}>
            {t('general.close')}
          </Button>
        </div>
      </>
    );
  const found = { count: strong(format.number(count)), name: applicationName };
  return (
    <>
      <p>
        <Sentence>{t('rules.backfill.found', { count, replace: found })}</Sentence>{' '}
        {t('rules.backfill.after')}
      </p>
      <ByRule {...props} />
      <Documents job={job} />
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button variant="filled" data-autofocus loading={isConfirming} onClick={onConfirm}>
          {t('rules.backfill.confirm', counted(format, count))}
        </Button>
      </div>
    </>
  );
}

/** Of a choice of clients the server tells no figures by rule. */
function ByRule({ firm, installationId, scope }: BackfillPreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = { firm, installation: installationId };
  const isWanted = scope.clientIds === undefined;
  const rules = useQuery({ ...rulesQuery(params), enabled: isWanted });
  const counts = useQuery({
    queryKey: keys.rulePart(firm, installationId, 'backfill', {
      ruleIds: rules.data?.items.map(({ id }) => id),
    }),
    queryFn: ({ signal }) => api.call(routes.countBackfill, { params, signal }),
    enabled: isWanted && rules.data !== undefined,
  });
  const lines = counts.data?.byRule.flatMap(({ ruleId, documents }) => {
    const rule = rules.data?.items.find(({ id }) => id === ruleId);
    const isMeant = scope.ruleIds === undefined || scope.ruleIds.includes(ruleId);
    return rule && isMeant && documents > 0 ? [{ rule, documents }] : [];
  });
  if (!isWanted || !lines || lines.length < 2) return null;
  return (
    <section>
      <h3 className={styles.heading}>{t('rules.backfill.byRule')}</h3>
      <ul className={styles.rules}>
        {lines.map(({ rule, documents }) => (
          <li key={rule.id}>
            <PathText path={rule.sourcePath} />
            <span>{t(`general.type.${rule.documentType}`)}</span>
            <b>{format.number(documents)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Documents({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { query, items } = useJobItems(job.id, 'pending', true);
  if (query.error) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t('rules.backfill.list')}>
      <table className={styles.table} aria-busy={query.isPending}>
        <thead>
          <tr>
            <th scope="col">{t('rules.backfill.document')}</th>
            <th scope="col">{t('rules.backfill.client')}</th>
            <th scope="col">{t('rules.backfill.folder')}</th>
            <th scope="col">{t('rules.backfill.type')}</th>
          </tr>
        </thead>
        <tbody>
          {query.isPending &&
            [58, 71, 46, 63].map((width) => (
              <tr key={width}>
                <td colSpan={4}>
                  <Skeleton height={10} width={`${width}%`} radius="sm" my={4} />
                </td>
              </tr>
            ))}
          {items.map((item) => {
            const { name, clientName, folderPath, documentType } = documentOf(item);
            return (
              <tr key={item.row}>
                <td className={styles.name}>{name}</td>
                <td>{clientName}</td>
                <td className={styles.where}>
                  <BreakablePath path={folderPath} />
                </td>
                <td>{documentType && t(`general.type.${documentType}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <MoreRows
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </section>
  );
}
