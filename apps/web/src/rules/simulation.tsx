import { Button, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import { gatherDays, longDay } from './chart-days.ts';
import type { CheckProps } from './check-props.ts';
import styles from './check-rules.module.css';
import { PathText } from './path-text.tsx';

const DayChart = lazy(() => import('./day-chart.tsx'));
const days = 90;

/** What the present rules would have done with what came lately: figures, by day, by rule, and where what is left sits. */
export function Simulation({ place, rules, onAddFor }: CheckProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isPhone = useMediaQuery('(max-width: 760px)');
  const ruleIds = rules.map(({ id }) => id);
  const { data, error, refetch } = useQuery({
    queryKey: keys.rulePart(place.firm, place.installation, 'simulation', { days, ruleIds }),
    queryFn: ({ signal }) => api.call(routes.simulateRules, { params: place, query: { days }, signal }),
  });
  if (error && !data)
    return (
      <div className={styles.part}>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data) return <Waiting />;
  if (data.received === 0)
    return (
      <div className={styles.part}>
        <p className={styles.none}>{t('rules.simulation.empty')}</p>
      </div>
    );
  const [first, last] = [data.byDay[0], data.byDay.at(-1)];
  return (
    <div className={styles.part}>
      <p className={styles.help}>
        {t('rules.simulation.help', { from: format.dateTime(data.from).slice(0, 10) })}
      </p>
      <dl className={styles.figures}>
        {(['received', 'taken', 'outsidePeriod', 'refused', 'left'] as const).map((figure) => (
          <div key={figure} data-is-none={data[figure] === 0}>
            <dt>
              {t(`rules.simulation.${figure}`)}
              {(figure === 'outsidePeriod' || figure === 'refused') && data[figure] > 0 && (
                <span className={styles.why}>{t(`rules.simulation.${figure}Help`)}</span>
              )}
            </dt>
            <dd>{format.number(data[figure])}</dd>
          </div>
        ))}
      </dl>
      {first && last && (
        <section className={styles.chart}>
          <h3>{isPhone ? t('rules.simulation.chartByWeek') : t('rules.simulation.chart')}</h3>
          <p className={styles.help}>
            {t('rules.simulation.chartSummary', {
              from: longDay(first.day),
              to: longDay(last.day),
              taken: format.number(data.byDay.reduce((sum, { taken }) => sum + taken, 0)),
              left: format.number(data.byDay.reduce((sum, { left }) => sum + left, 0)),
            })}
          </p>
          <div aria-hidden>
            <Suspense fallback={<Skeleton height={180} radius={6} />}>
              <DayChart bars={gatherDays(data.byDay, isPhone ? 7 : 1)} />
            </Suspense>
          </div>
        </section>
      )}
      <div className={styles.pair}>
        <section>
          <h3>{t('rules.simulation.byRule')}</h3>
          <table className={styles.small}>
            <thead>
              <tr>
                <th scope="col">{t('rules.simulation.rule')}</th>
                <th scope="col">{t('rules.simulation.clients')}</th>
                <th scope="col">{t('rules.simulation.documents')}</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => {
                const of = data.byRule.find(({ ruleId }) => ruleId === rule.id);
                return (
                  <tr key={rule.id}>
                    <td>
                      <PathText path={rule.sourcePath} />
                    </td>
                    <td>{format.number(of?.clients ?? 0)}</td>
                    <td>{format.number(of?.documents ?? 0)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
        <section>
          <h3>{t('rules.simulation.leftIn')}</h3>
          {data.leftIn.length === 0 ? (
            <p className={styles.help}>{t('rules.simulation.nothingLeft')}</p>
          ) : (
            <table className={styles.small}>
              <tbody>
                {data.leftIn.map(({ path, documents }) => (
                  <tr key={path}>
                    <td>
                      <PathText path={path} />
                    </td>
                    <td>{format.number(documents)}</td>
                    <td>
                      {onAddFor && (
                        <Button
                          aria-label={t('rules.coverage.addRuleFor', { path })}
                          onClick={() => onAddFor(path)}
                        >
                          {t('rules.coverage.addRule')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.part} aria-busy>
      <Skeleton height={12} width="60%" radius="sm" />
      <Skeleton height={66} radius={8} />
      <Skeleton height={226} radius={8} />
      <Skeleton height={160} radius={8} />
    </div>
  );
}
