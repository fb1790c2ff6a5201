import { localDay } from '@navette/model';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeZone } from '../api/firm.ts';
import { formatDateTime } from '../language/format.ts';

/** How a card tells when something was: the hour alone for today, in the firm's zone. */
export function useDayWords() {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  return useMemo(() => {
    const full = (iso: string) => formatDateTime(iso, timeZone);
    const isToday = (iso: string) => localDay(new Date(iso), timeZone) === localDay(new Date(), timeZone);
    const hour = (iso: string) => full(iso).split('\u00a0')[1] ?? '';
    return {
      full,
      isToday,
      lastSent: (iso: string) =>
        isToday(iso)
          ? t('applications.lastSent', { time: hour(iso) })
          : t('applications.lastSentOn', { time: full(iso) }),
      since: (iso: string) =>
        isToday(iso)
          ? t('applications.sinceTime', { time: hour(iso) })
          : t('applications.sinceDay', { time: full(iso) }),
    };
  }, [t, timeZone]);
}
