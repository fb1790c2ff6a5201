import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { hasEnded, isUnderWay } from '../jobs/use-job.ts';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { type RowFilter, rowFilters } from './connecting-search.ts';

/** A row, and what became of it. */
export type ConnectionRow = z.infer<(typeof routes.listConnectionImportRows)['answer']>['items'][number];

/** The live stream tells of progress; this is for when it is cut. */
const pollMs = 2_000;
const pageSize = 100;

function importQuery(firm: string, installation: string, id: string) {
  return {
    queryKey: keys.jobRows(firm, id, { connections: true }),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.call(routes.getConnectionImport, { params: { firm, installation, job: id }, signal }),
  };
}

/** An import of connections, followed while it is applied. Nothing is asked without an id. */
export function useConnectionImport(installation: string, id: string | undefined) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const query = useQuery({
    ...importQuery(firm, installation, id ?? ''),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.job) ? pollMs : false),
  });
  const isOver = query.data !== undefined && hasEnded(query.data.job);
  useEffect(() => {
    if (!isOver || id === undefined) return;
    const stale = [
      keys.importRows(firm, id),
      keys.connections(firm, installation),
      keys.rules(firm, installation),
      keys.installations(firm),
      ['clients', firm],
    ];
    for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey });
  }, [isOver, firm, installation, id, queryClient]);
  return query;
}

/** Reads a file: nothing is written. @param onRead told the import's id */
export function useReadConnections(
  installation: string,
  rule: string | undefined,
  onRead: (id: string) => void,
) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      api.call(routes.previewConnectionImport, {
        params: { firm, installation },
        query: { name: file.name, ...(rule ? { rule } : {}) },
        body: file,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    onSuccess: (read) => {
      queryClient.setQueryData(importQuery(firm, installation, read.job.id).queryKey, read);
      onRead(read.job.id);
    },
  });
}

/** The rows of an import, page after page, errors first. */
export function useConnectionRows(installation: string, id: string, only: RowFilter | undefined) {
  const firm = useFirmId();
  // Not among the jobs, whose hints come many times a second.
  return usePagedRows([...keys.importRows(firm, id), { only }], (cursor, signal) =>
    api.call(routes.listConnectionImportRows, {
      params: { firm, installation, job: id },
      query: { limit: pageSize, cursor, only: only && rowFilters[only] },
      signal,
    }),
  );
}
