import type { Installation } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { describeApplication } from './describe-application.ts';

type AcceptedType = Installation['types'][number];

/** The formats in which an application takes a type of documents. */
export function AcceptedFormats({ type }: { readonly type: AcceptedType }) {
  const { t } = useTranslation();
  const { formats } = describeApplication({ types: [type], limits: type.limits, fields: [] });
  return formats
    .map((each) => ('name' in each ? each.name : t(`applications.unused.formats.${each.word}`)))
    .join(', ');
}

/** How large one of them may be. */
export function AcceptedSizes({ type }: { readonly type: AcceptedType }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { maxBytes, maxImageBytes, minBytes } = type.limits;
  return [
    t('applications.accepted.upTo', { size: format.bytes(maxBytes) }),
    maxImageBytes !== null && t('applications.accepted.imagesUpTo', { size: format.bytes(maxImageBytes) }),
    minBytes !== null && t('applications.accepted.from', { size: format.bytes(minBytes) }),
  ]
    .filter(Boolean)
    .join(', ');
}
