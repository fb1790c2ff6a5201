import type { Connector, CredentialField } from '@navette/connector';
import { DeliveryError } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Platform } from '../platform.ts';

/**
 * How values arrive when people paste them: `  HTTPS:// api.exemple.fr/ ` → `https://api.exemple.fr`. Nothing stays nothing; the
 * inside of a secret is left alone.
 */
export function normaliseValue(field: CredentialField, value: string): string {
  if (field.normalise === 'none') return value;
  const trimmed = value.replace(/^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/g, '');
  if (field.normalise === 'trim') return trimmed;
  const withoutSpaces = trimmed.replace(/[\s\u200b\u2060]+/g, '');
  if (withoutSpaces === '') return '';
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(withoutSpaces)
    ? withoutSpaces
    : `https://${withoutSpaces}`;
  return withScheme.replace(/^[a-z][a-z0-9+.-]*:/i, (scheme) => scheme.toLowerCase()).replace(/\/+$/, '');
}

/**
 * The values of an application's form, cleaned, defaults and kept values filled in. @throws NavetteError `invalid_request` naming
 * the field that is missing or unknown, never its value
 */
export function completeCredentials(
  connector: Connector,
  given: Readonly<Record<string, string>>,
  kept: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { fields } = connector.manifest;
  const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new NavetteError('invalid_request', { detail: unknown });
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = normaliseValue(field, given[field.name] ?? '');
    const chosen = value === '' ? (kept[field.name] ?? field.defaultValue ?? '') : value;
    if (chosen === '' && field.required)
      throw new NavetteError('invalid_request', { detail: field.label.fr });
    if (chosen !== '') values[field.name] = chosen;
  }
  return values;
}

const tryTimeoutMs = 30_000;

/** Tries credentials at the partner, for real. @returns who was reached @throws NavetteError `credentials_refused` with the reason */
export async function tryCredentials(
  platform: Platform,
  connector: Connector,
  credentials: Readonly<Record<string, string>>,
): Promise<string> {
  const session = platform.sessions.forTrial(connector.manifest.id, credentials);
  const { partner } = connector.manifest;
  try {
    const { identity } = await session.check(AbortSignal.timeout(tryTimeoutMs));
    return identity;
  } catch (error) {
    const reason =
      error instanceof DeliveryError
        ? error
        : new DeliveryError('partner_unreachable', { partner }, {}, error);
    const detail = reason.answer.words ?? reason.message;
    throw new NavetteError('credentials_refused', { partner, detail }, reason);
  } finally {
    await session.close();
  }
}
