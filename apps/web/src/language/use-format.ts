import { formatBytes } from '@navette/model';
import { useMemo } from 'react';
import { useTimeZone } from '../api/firm.ts';
import { formatDateTime, formatDuration, formatNumber, formatShortTime } from './format.ts';
import { useLanguage } from './language.ts';

/** The formats of the current language and firm. */
export function useFormat() {
  const language = useLanguage();
  const timeZone = useTimeZone();
  return useMemo(
    () => ({
      bytes: (value: number) => formatBytes(value, language),
      number: (value: number) => formatNumber(value, language),
      duration: (ms: number) => formatDuration(ms, language),
      dateTime: (iso: string) => formatDateTime(iso, timeZone),
      shortTime: (iso: string) => formatShortTime(iso, new Date().toISOString(), timeZone),
    }),
    [language, timeZone],
  );
}
