import type { CredentialField } from '@navette/connector';
import { NameTemplateError, NavetteError, nameTemplateProblems, parseNameTemplate } from '@navette/model';

/** What surrounds a text that was pasted: spaces of every kind, also those that nobody sees. */
const outside = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
const anywhere = /[\s\p{Cf}]+/gu;
/** What people, and their programs, put around an address that they write in a sentence. */
const quotes = /^["'«»“”„‘’<>`]+|["'«»“”„‘’<>`]+$/g;
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * How values arrive when people paste them: `  HTTPS:// api.exemple.fr/ ` → `https://api.exemple.fr`, `sftp://Exemple.fr:22/depot` →
 * `exemple.fr`. Nothing stays nothing; the inside of a secret is left alone, and so are the lines of a key.
 * @throws NavetteError `name_template_invalid`; `invalid_request` for what is not among the field's choices
 */
export function normaliseValue(field: CredentialField, value: string): string {
  const cleaned = cleanValue(field, field.multiline ? value.replace(/\r\n?/g, '\n') : value);
  if (cleaned !== '' && field.choices && !field.choices.some((choice) => choice.value === cleaned))
    throw invalidField(field);
  return cleaned;
}

function cleanValue({ name, normalise }: CredentialField, value: string): string {
  if (normalise === 'none') return value;
  const trimmed = value.replace(outside, '');
  if (normalise === 'trim' || trimmed === '') return trimmed;
  if (normalise === 'template') return normaliseTemplate(trimmed, `credentials.${name}`);
  const withoutSpaces = trimmed.replace(anywhere, '').replace(quotes, '');
  if (withoutSpaces === '') return '';
  if (normalise === 'host') return cleanHost(withoutSpaces);
  const withScheme = scheme.test(withoutSpaces) ? withoutSpaces : `https://${withoutSpaces}`;
  return withScheme.replace(/^[a-z][a-z0-9+.-]*:/i, (each) => each.toLowerCase()).replace(/\/+$/, '');
}

/** The name or the address alone: no scheme, user, port or path. An IPv6 address loses its brackets. */
function cleanHost(text: string): string {
  const authority = text.replace(scheme, '').replace(/[/?#].*$/, '');
  const place = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const bracketed = /^\[([^\]]*)\]/.exec(place)?.[1];
  if (bracketed !== undefined) return bracketed;
  const isAddress6 = place.split(':').length > 2;
  return isAddress6 ? place : place.replace(/:\d*$/, '');
}

/** @returns a template of names in the spelling that is kept @throws NavetteError `name_template_invalid` with what is wrong */
export function normaliseTemplate(template: string, field: string): string {
  try {
    return parseNameTemplate(template).source;
  } catch (error) {
    if (!(error instanceof NameTemplateError)) throw error;
    const { fr, en } = nameTemplateProblems[error.problem];
    throw new NavetteError('name_template_invalid', { detail: `${fr}.`, detailEn: `${en}.`, field }, error);
  }
}

/** A value of an application's form that is missing or does not fit: named by its label, never repeated. */
export function invalidField({ name, label }: CredentialField): NavetteError {
  const params = { detail: label.fr, detailEn: label.en, field: `credentials.${name}` };
  return new NavetteError('invalid_request', params);
}
