import { Button, Skeleton } from '@mantine/core';
import { routes } from '@navette/api';
import { IconCircleCheck, IconCircleDashed, IconStack2 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useFormat } from '../language/use-format.ts';
import type { CheckProps } from './check-props.ts';
import styles from './check-rules.module.css';
import { counted } from './counted.ts';
import { PathText } from './path-text.tsx';

const kinds = ['none', 'one', 'several'] as const;
type Kind = (typeof kinds)[number];
const mostItems = 500;

/** Folders of the connected clients, and the rules that take what comes into each: none, one, several. */
export function Coverage({ place, rules, onAddFor }: CheckProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [only, setOnly] = useState<Kind | null>(null);
  // What a rule takes depends on the rules: asked anew when they change.
  const ruleIds = rules.map(({ id }) => id);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: keys.rulePart(place.firm, place.installation, 'coverage', { only, ruleIds }),
    queryFn: ({ signal }) =>
      api.call(routes.mapCoverage, { params: place, query: only === null ? {} : { only }, signal }),
    placeholderData: keepPreviousData,
  });
  if (error && !data)
    return (
      <div className={styles.part}>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  return (
    <div className={styles.part}>
      <p className={styles.help}>{t('rules.coverage.help')}</p>
      <div className={styles.chips}>
        <FilterChip
          isOn={only === null}
          canClear={false}
          count={data && format.number(data.none + data.one + data.several)}
          onChange={() => setOnly(null)}
        >
          {t('rules.coverage.all')}
        </FilterChip>
        {kinds.map((kind) => (
          <FilterChip
            key={kind}
            isOn={only === kind}
            count={data && format.number(data[kind])}
            onChange={(isOn) => setOnly(isOn ? kind : null)}
          >
            {t(`rules.coverage.chip.${kind}`)}
          </FilterChip>
        ))}
      </div>
      {data?.items.length === 0 ? (
        <p className={styles.none}>
          {only === null ? t('rules.coverage.empty') : t(`rules.coverage.emptyFiltered.${only}`)}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t('rules.check.coverage')}>
          <table className={styles.table} aria-busy={!data} data-stale={isPlaceholderData}>
            <thead>
              <tr>
                <th scope="col">{t('rules.coverage.path')}</th>
                <th scope="col">{t('rules.coverage.clients')}</th>
                <th scope="col">{t('rules.coverage.documents')}</th>
                <th scope="col">{t('rules.coverage.fedBy')}</th>
                <th scope="col">
                  <span className={styles.hidden}>{t('general.gesture')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {!data && <Waiting />}
              {data?.items.map((item) => (
                <tr key={item.path}>
                  <td data-column="path">
                    <PathText path={item.path} />
                  </td>
                  <td data-column="figure">
                    <span className={styles.label}>{t('rules.coverage.clients')}</span>{' '}
                    {format.number(item.clients)}
                  </td>
                  <td data-column="figure">
                    <span className={styles.label}>{t('rules.coverage.documents')}</span>{' '}
                    {format.number(item.documents)}
                  </td>
                  <td data-column="fed">
                    <FedBy ruleIds={item.ruleIds} rules={rules} />
                    {item.otherApplications.length > 0 && (
                      <div className={styles.also}>
                        {t('rules.coverage.also', { names: item.otherApplications.join(', ') })}
                      </div>
                    )}
                  </td>
                  <td data-column="gesture">
                    {onAddFor && item.ruleIds.length === 0 && (
                      <Button
                        aria-label={t('rules.coverage.addRuleFor', { path: item.path })}
                        onClick={() => onAddFor(item.path)}
                      >
                        {t('rules.coverage.addRule')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {data?.items.length === mostItems && (
        <p className={styles.help}>{t('rules.coverage.cut', counted(format, mostItems))}</p>
      )}
    </div>
  );
}

function FedBy({ ruleIds, rules }: { ruleIds: readonly string[]; rules: CheckProps['rules'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const paths = ruleIds.map((ruleId) => rules.find(({ id }) => id === ruleId)?.sourcePath ?? '…');
  if (paths.length === 0)
    return (
      <span className={styles.fed}>
        <IconCircleDashed size={16} aria-hidden />
        {t('rules.coverage.none')}
      </span>
    );
  const [first = '', ...others] = paths;
  return (
    <span className={styles.fed} data-is="fed">
      {others.length === 0 ? <IconCircleCheck size={16} aria-hidden /> : <IconStack2 size={16} aria-hidden />}
      <span>
        {others.length > 0 && <>{t('rules.coverage.several', counted(format, paths.length))} </>}
        <PathText path={first} />
        {others.map((path) => (
          <span key={path} className={styles.after}>
            <PathText path={path} />
          </span>
        ))}
      </span>
    </span>
  );
}

function Waiting() {
  return [61, 44, 70, 52, 66].map((width) => (
    <tr key={width}>
      <td colSpan={5}>
        <Skeleton height={10} width={`${width}%`} radius="sm" my={9} />
      </td>
    </tr>
  ));
}
