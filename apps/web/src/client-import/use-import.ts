import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { hasEnded, isUnderWay } from '../jobs/use-job.ts';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { type RowFilter, rowFilters } from './import-search.ts';

/** A row, and what became of it. */
export type ImportRow = z.infer<(typeof routes.listImportRows)['answer']>['items'][number];
type ImportChange = z.infer<(typeof routes.changeImport)['body']>;

/** The live stream tells of progress; this is for when it is cut. */
const pollMs = 2_000;
const pageSize = 100;

const importKey = (firm: string, id: string) => keys.jobRows(firm, id, { import: true });

/** An import, followed while it is applied. */
export function useImport(id: string) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: importKey(firm, id),
    queryFn: ({ signal }) => api.call(routes.getImport, { params: { firm, job: id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.job) ? pollMs : false),
  });
  const isOver = query.data !== undefined && hasEnded(query.data.job);
  useEffect(() => {
    if (!isOver) return;
    for (const key of [keys.importRows(firm, id), ['clients', firm], ['attributes', firm]])
      void queryClient.invalidateQueries({ queryKey: key });
  }, [isOver, firm, id, queryClient]);
  return query;
}

/** Reads a file: nothing is written. @param onRead told the import's id */
export function useReadFile(onRead: (id: string) => void) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      api.call(routes.previewImport, {
        params: { firm },
        query: { name: file.name },
        body: file,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    onSuccess: (read) => {
      queryClient.setQueryData(importKey(firm, read.job.id), read);
      onRead(read.job.id);
    },
  });
}

/** Says what columns feed or how rows are recognised, and shows the preview computed anew. */
export function useChangeImport(id: string) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportChange) => api.call(routes.changeImport, { params: { firm, job: id }, body }),
    onSuccess: async (changed, body) => {
      queryClient.setQueryData(importKey(firm, id), changed);
      if (body.createMissingAttributes)
        void queryClient.invalidateQueries({ queryKey: keys.attributes(firm) });
      await queryClient.invalidateQueries({ queryKey: keys.importRows(firm, id) });
    },
  });
}

/** The rows of an import, page after page. */
export function useImportRows(id: string, filter: { only: RowFilter | undefined; search: string }) {
  const firm = useFirmId();
  const { only, search } = filter;
  // Not among the jobs, whose hints come many times a second: the rows are read again once, at the end.
  return usePagedRows([...keys.importRows(firm, id), { only, search }], (cursor, signal) =>
    api.call(routes.listImportRows, {
      params: { firm, job: id },
      query: { limit: pageSize, cursor, only: only && rowFilters[only], search: search || undefined },
      signal,
    }),
  );
}
