import { type ErrorCode, isErrorCode } from '@navette/model';
import { asText, isOn } from '../frame/address-search.ts';

/** What the address of the sign-in page may say: where to come back to, and what just happened. */
export interface SignInSearch {
  readonly retour?: string;
  /** The firm was just created. */
  readonly cree?: boolean;
  /** A new password was just set. */
  readonly nouveau?: boolean;
  /** Why a provider's sign-in failed. */
  readonly probleme?: ErrorCode;
  /** The provider's own word for it. */
  readonly detail?: string;
  readonly reference?: string;
}

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const { retour, probleme, detail, reference } = {
    retour: asText(search.retour),
    probleme: asText(search.probleme),
    detail: asText(search.detail),
    reference: asText(search.reference),
  };
  return {
    ...(retour ? { retour } : {}),
    ...(isOn(search.cree) ? { cree: true } : {}),
    ...(isOn(search.nouveau) ? { nouveau: true } : {}),
    ...(probleme && isErrorCode(probleme) ? { probleme } : {}),
    // Shown in a sentence of ours: a word, never somebody else's sentence.
    ...(detail && /^[\w.-]{1,60}$/.test(detail) ? { detail } : {}),
    ...(reference && /^[\w-]{1,60}$/.test(reference) ? { reference } : {}),
  };
}
