import type { JobItem } from '@navette/api';
import type { Language } from '../language/format.ts';
import { typeset } from '../language/typeset.ts';

/** @returns the client that an item of a bulk gesture is about. */
export function clientIdOf({ payload }: JobItem): string {
  return String(payload.clientId);
}

export function clientNameOf({ payload }: JobItem): string {
  return String(payload.name);
}

/** @returns why an item was left aside: what the server refused it for, or `null` when it needed nothing. */
export function reasonWords({ reason }: JobItem, language: Language): string | null {
  if (!reason) return null;
  return language === 'fr' ? typeset(reason.fr) : reason.en;
}
