import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { meQuery, useFirmId } from '../api/firm.ts';
import { listRecent, type RecentPlace, rememberPlace } from './recent-places.ts';

/** Keeps a place among those last looked at, once it is known. */
export function useRememberPlace(place: RecentPlace | undefined): void {
  const firm = useFirmId();
  const user = useQuery(meQuery).data?.user.id;
  const told = place && JSON.stringify(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says counts, not the object that says it
  useEffect(() => {
    if (user && place) rememberPlace(localStorage, firm, user, place);
  }, [firm, user, told]);
}

/** The places last looked at, read anew each time they are shown. */
export function useRecentPlaces(isShown: boolean): readonly RecentPlace[] {
  const firm = useFirmId();
  const user = useQuery(meQuery).data?.user.id ?? '';
  return useMemo(() => (isShown ? listRecent(localStorage, firm, user) : []), [isShown, firm, user]);
}
