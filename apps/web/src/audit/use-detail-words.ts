import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import type { DetailWords } from './describe-details.ts';

/** The words of the log's details, in the page's language. */
export function useDetailWords(): DetailWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => ({
      name: (detail) =>
        i18n.exists(`audit.detail.${detail}`) ? t(`audit.detail.${detail}`, { defaultValue: detail }) : null,
      value: (word) =>
        i18n.exists(`audit.value.${word}`) ? t(`audit.value.${word}`, { defaultValue: word }) : word,
      bytes: format.bytes,
    }),
    [t, i18n, format],
  );
}
