import { routes } from '@navette/api';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from './api.ts';
import { keys } from './keys.ts';

/** Who is signed in, and the firms he belongs to. Fails with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.call(routes.me, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The firm of the address, with the caller's role in it. */
export function firmQuery(firm: string) {
  return queryOptions({
    queryKey: keys.firm(firm),
    queryFn: ({ signal }) => api.call(routes.getFirm, { params: { firm }, signal }),
    staleTime: 300_000,
  });
}

/** @returns the firm's id, from the address. */
export function useFirmId(): string {
  return useParams({ strict: false, select: (params) => params.firm ?? '' });
}

/** The firm of this page. Loaded before the page is shown. */
export function useFirm() {
  return useSuspenseQuery(firmQuery(useFirmId())).data;
}

/** The time zone in which times are shown: the firm's, Paris outside of one. */
export function useTimeZone(): string {
  const firm = useFirmId();
  return useQuery({ ...firmQuery(firm), enabled: firm !== '' }).data?.timeZone ?? 'Europe/Paris';
}

/** Collaborators and administrators: those who may retry, release and set aside. */
export function useIsStaff(): boolean {
  return useFirm().role !== 'client';
}
