import { routes } from '@navette/api';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api } from '../api/api.ts';
import { meQuery } from '../api/firm.ts';
import { chooseLanguage, useLanguage } from '../language/language.ts';
import { safeReturnAddress } from './return-address.ts';

/** What follows signing in: the person's own language, and the page that was left. */
export function useEnter(returnTo: string | undefined): () => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  const language = useLanguage();
  return useCallback(async () => {
    queryClient.clear();
    const { user } = await queryClient.fetchQuery(meQuery);
    if (user.language !== null) await chooseLanguage(user.language);
    // Whoever reads the page in English is written to in English, until he chooses otherwise.
    else if (language === 'en') void api.call(routes.updateMe, { body: { language } }).catch(() => undefined);
    router.history.push(safeReturnAddress(returnTo));
  }, [queryClient, router, language, returnTo]);
}
