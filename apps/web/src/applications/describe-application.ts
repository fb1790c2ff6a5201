import type { Application } from '@navette/api';
import { type DocumentType, documentTypes } from '@navette/model';

/** What a table says of an application of the catalogue, from its manifest; the words are the page's. */
export interface ApplicationFacts {
  /** `all`: whatever the document is. */
  readonly types: readonly DocumentType[] | 'all';
  /** `PDF`, `JPEG`, or a word of the page: `images`, `office`, `any`. */
  readonly formats: readonly Format[];
  readonly maxBytes: number;
  /** The fields that must be filled in and that have no default. */
  readonly needs: readonly Application['fields'][number]['label'][];
}

export type Format = { readonly name: string } | { readonly word: 'images' | 'office' | 'any' };

/** What is most of a firm's post first. */
const inOrder: readonly DocumentType[] = ['purchase', 'sales', 'expense', 'administrative', 'other'];

const names: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/xml': 'XML',
  'text/xml': 'XML',
  'application/zip': 'ZIP',
  'text/csv': 'CSV',
  'text/plain': 'TXT',
  'message/rfc822': 'EML',
};
const office = /^(text\/rtf$|application\/(msword|rtf|vnd\.(ms-|openxmlformats|oasis)))/;

/** Reads a manifest as the catalogue shows it. Pure. */
export function describeApplication({
  types,
  limits,
  fields,
}: Pick<Application, 'types' | 'limits' | 'fields'>): ApplicationFacts {
  const taken = inOrder.filter((type) => types.some((each) => each.type === type));
  return {
    types: taken.length === documentTypes.length ? 'all' : taken,
    formats: listFormats(limits.mediaTypes),
    maxBytes: Math.max(limits.maxBytes, ...types.map((type) => type.limits.maxBytes)),
    needs: fields
      .filter((field) => field.isRequired && field.defaultValue === null)
      .map(({ label }) => label),
  };
}

function listFormats(mediaTypes: readonly string[]): Format[] {
  if (mediaTypes.includes('*')) return [{ word: 'any' }];
  const images = mediaTypes.filter((type) => type.startsWith('image/'));
  const others = mediaTypes.filter((type) => !type.startsWith('image/') && !office.test(type));
  const [image] = images;
  return [
    ...[...new Set(others.map(nameOf))].map((name) => ({ name })),
    ...(images.length > 1 ? [{ word: 'images' as const }] : image ? [{ name: nameOf(image) }] : []),
    ...(mediaTypes.some((type) => office.test(type)) ? [{ word: 'office' as const }] : []),
  ];
}

/** `image/jpeg` → `JPEG`. */
function nameOf(mediaType: string): string {
  const subtype = mediaType.split('/')[1] ?? mediaType;
  return names[mediaType] ?? subtype.replace(/^(x-|vnd\.)/, '').toUpperCase();
}
