import { routes } from '@navette/api';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { type HintKind, staleKeys } from './hint.ts';
import { openSharedStream } from './shared-stream.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

/** Whether the page follows what happens now. */
export const LiveContext = createContext<LiveState>('connecting');

export const useLiveState = (): LiveState => useContext(LiveContext);

/** Hints within this time are one: 500 documents at once must not fetch the page 500 times. */
const gatherMs = 700;

/** Follows the firm's stream while mounted: fetches again what hints name, and everything on each (re)connection. */
export function useLive(firm: string): LiveState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const gathered = new Set<HintKind>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refetch = () => {
      timer = undefined;
      if (gathered.size === 0) return;
      const stale = staleKeys(gathered);
      gathered.clear();
      timer = setTimeout(refetch, gatherMs);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
    };
    const close = openSharedStream(
      `navette-live-${firm}`,
      api.address(routes.streamEvents, { params: { firm } }),
      {
        onConnection: (isConnected) => {
          setState(isConnected ? 'live' : 'reconnecting');
          // What happened while nobody listened is unknown, so everything is fetched again; a stream that is refused may mean a
          // session that is over, which asking who we are tells.
          void queryClient.invalidateQueries(isConnected ? {} : { queryKey: keys.me });
        },
        onHint: (hint) => {
          gathered.add(hint);
          // The first of a burst at once, the rest together.
          if (timer === undefined) refetch();
        },
      },
    );
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [firm, queryClient]);
  return state;
}
