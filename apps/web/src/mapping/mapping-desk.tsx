import { Button, VisuallyHidden } from '@mantine/core';
import type { Installation, MappingGrade, MappingRow } from '@navette/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAttributes } from '../attributes/use-attributes.ts';
import { hasEnded, useJob } from '../jobs/use-job.ts';
import { MoreRows } from '../table/more-rows.tsx';
import { ConnectRun } from './connect-run.tsx';
import { GradeChips } from './grade-chips.tsx';
import { MappingBar } from './mapping-bar.tsx';
import styles from './mapping-desk.module.css';
import type { MappingFrame } from './mapping-place.ts';
import { gradeOfWord, type MappingSearch, readMappingSearch, wordOfGrade } from './mapping-search.ts';
import { MappingTable } from './mapping-table.tsx';
import { type SettledRows, useMapping, useMappingGestures } from './use-mapping.ts';

/** What the foot of a mapping needs: how many there are to connect, and the gesture. */
export interface MappingFoot {
  readonly counts: Readonly<Partial<Record<MappingGrade, number>>> | null;
  readonly isConnecting: boolean;
  readonly connect: () => void;
}

interface MappingDeskProps {
  readonly firm: string;
  readonly installation: Installation;
  /** The wizard whose clients are compared; all that the person sees without one. */
  readonly setup?: string | undefined;
  /** Once clients were connected. */
  readonly onConnected?: () => void;
  readonly children: (foot: MappingFoot) => ReactNode;
}

const noAttributes: never[] = [];
const nobody: ReadonlyMap<string, MappingRow> = new Map();

/** Which client is which dossier at the partner: compared by an attribute, settled by hand where that does not say. */
export function MappingDesk({ firm, installation, setup, onConnected, children }: MappingDeskProps) {
  const { t } = useTranslation();
  const [search, show] = useMappingSearch();
  const attributes = useAttributes(firm).data ?? noAttributes;
  const filter = useMemo(
    () => ({ grade: gradeOfWord(search.resultat), search: search.cherche }),
    [search.resultat, search.cherche],
  );
  const place = { firm, installationId: installation.id, setup, attributeId: search.par };
  const [kept, setKept] = useState<SettledRows>({ settled: nobody, round: '' });
  const { query, rows, head, total } = useMapping(place, filter, kept);
  const { refreshing, connecting, refetch } = useMappingGestures(place);
  const [said, setSaid] = useState('');
  const job = useJob(connecting.data?.id).data;

  const comparedId = head?.attributeId ?? null;
  const frame = useMemo((): MappingFrame => {
    const attributeLabel = attributes.find(({ id }) => id === comparedId)?.label ?? null;
    const of = { firm, installationId: installation.id, setup, attributeId: search.par };
    return { ...of, installation, attributeLabel, comparedId };
  }, [firm, installation, setup, search.par, attributes, comparedId]);

  const isUnlisted = head !== undefined && head.dossiers !== null && head.fetchedAt === null;
  const { mutate, isIdle } = refreshing;
  const refresh = useCallback(
    () => mutate(undefined, { onSuccess: ({ fetchedAt }) => setKept({ settled: nobody, round: fetchedAt }) }),
    [mutate],
  );
  useEffect(() => {
    // Nobody listed them yet: the comparison begins with that.
    if (isUnlisted && isIdle) refresh();
  }, [isUnlisted, isIdle, refresh]);

  const isEnded = job !== undefined && hasEnded(job);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per job that ends
  useEffect(() => {
    if (!isEnded) return;
    setKept({ settled: nobody, round: job?.id ?? '' });
    void refetch();
    onConnected?.();
  }, [isEnded, job?.id]);

  const onSettled = useCallback((row: MappingRow, words: string) => {
    setKept((before) => ({ ...before, settled: new Map(before.settled).set(row.clientId, row) }));
    setSaid(words);
  }, []);
  const { partner } = installation;
  const isEmpty = !query.isPending && rows.length === 0;
  const isFiltered = filter.grade !== undefined || filter.search !== undefined;
  if (query.error && !head)
    return (
      <>
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
        {children({ counts: null, isConnecting: false, connect: () => {} })}
      </>
    );
  return (
    <div className={styles.desk}>
      <MappingBar
        frame={frame}
        attributes={attributes}
        dossiers={head?.dossiers ?? null}
        fetchedAt={head?.fetchedAt ?? null}
        filter={filter}
        isRefreshing={refreshing.isPending}
        onAttribute={(par) => show({ ...search, par })}
        onSearch={(cherche) => show({ ...search, cherche })}
        onRefresh={refresh}
      />
      <div className={styles.notes}>
        {refreshing.error != null && <ProblemNote error={refreshing.error} onRetry={refresh} />}
        {connecting.error != null && <ProblemNote error={connecting.error} />}
        {job && <ConnectRun job={job} partner={partner} />}
        {head && comparedId === null && <p className={styles.note}>{t('mapping.attribute.none')}</p>}
        {head?.dossiers === 0 && head.fetchedAt !== null && (
          <p className={styles.note}>{t('mapping.noDossier', { partner })}</p>
        )}
      </div>
      <GradeChips
        counts={head?.counts ?? {}}
        shown={filter.grade}
        onShow={(grade) => show({ ...search, resultat: grade && wordOfGrade(grade) })}
      />
      <div className={styles.card} data-stale={query.isPlaceholderData} data-fills>
        {isEmpty ? (
          <div className={styles.empty}>
            <p>{t(isFiltered ? 'mapping.noMatch' : setup ? 'mapping.noClientChosen' : 'mapping.noClient')}</p>
            {isFiltered && <Button onClick={() => show({ par: search.par })}>{t('mapping.showAll')}</Button>}
          </div>
        ) : (
          <MappingTable
            frame={frame}
            rows={rows}
            total={total}
            isLoading={query.isPending || (isUnlisted && refreshing.isPending)}
            onSettled={onSettled}
            after={
              query.hasNextPage && (
                <MoreRows
                  hasMore
                  isLoading={query.isFetchingNextPage}
                  onMore={() => void query.fetchNextPage()}
                />
              )
            }
          />
        )}
      </div>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {children({
        counts: head?.counts ?? null,
        isConnecting: connecting.isPending || (job !== undefined && !isEnded),
        connect: () => connecting.mutate(),
      })}
    </div>
  );
}

type Changed = { readonly [Key in keyof MappingSearch]: MappingSearch[Key] | undefined };

/** What the address says of the mapping, and how to change it: the rest of the address stays. */
function useMappingSearch(): [search: MappingSearch, show: (next: Changed) => void] {
  const address = useSearch({ strict: false });
  const navigate = useNavigate();
  const search = useMemo(() => readMappingSearch(address), [address]);
  const show = useCallback(
    (next: Changed) =>
      void navigate({
        to: '.',
        replace: true,
        search: (before) => {
          const { resultat: _, cherche: __, par: ___, ...others } = before;
          return { ...others, ...readMappingSearch(next) };
        },
      }),
    [navigate],
  );
  return [search, show];
}
