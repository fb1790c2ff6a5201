import { canRetry } from '@navette/api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isFactorRequired, isSignedOut } from './problem-sentence.ts';

/**
 * What is fetched, and how long it is trusted: the live stream tells what changed, so nothing is fetched again only because a
 * window got the focus. @param onSignedOut called each time an answer says that the session is over @param onFactorRequired called
 * each time one says that the firm requires a second factor, which the person has not
 */
export function createQueryClient(onSignedOut: () => void, onFactorRequired: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut();
    if (isFactorRequired(error)) onFactorRequired();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && canRetry(error),
      },
      mutations: { retry: false },
    },
  });
}
