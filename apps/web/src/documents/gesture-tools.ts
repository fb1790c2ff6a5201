import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import { staleKeys } from '../live/hint.ts';
import type { Ask } from './ask.tsx';
import { useTell } from './use-tell.ts';

/** What every gesture on documents and folders needs: words, questions, messages, and a fresh look afterwards. */
export interface GestureTools {
  readonly firm: string;
  readonly t: TFunction;
  readonly language: ReturnType<typeof useLanguage>;
  readonly format: ReturnType<typeof useFormat>;
  readonly tell: ReturnType<typeof useTell>;
  readonly ask: Ask;
  /** Fetches again what shows documents. */
  readonly refetch: () => Promise<void>;
}

export function useGestureTools(firm: string, ask: Ask): GestureTools {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const tell = useTell();
  const queryClient = useQueryClient();
  return useMemo(() => {
    const stale = staleKeys(['documents']);
    const refetch = () =>
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
    return { firm, t, language, format, tell, ask, refetch };
  }, [firm, t, language, format, tell, ask, queryClient]);
}

/** A count for a sentence, its digits grouped, with the other values of the sentence. */
export function counted(
  { format }: Pick<GestureTools, 'format'>,
  count: number,
  values: Readonly<Record<string, string>> = {},
) {
  return { count, replace: { ...values, count: format.number(count) } };
}
