import type { NavetteError } from '@navette/model';

/** How a file's way ended, for now. */
export type Ending =
  | { readonly kind: 'done' }
  /** The file is not what it was: it settles again, as a new drop. */
  | { readonly kind: 'changed' }
  /** Another upload has the same drop in hand. */
  | { readonly kind: 'busy' }
  /** Refused, and left where it is; or gone for now. Nothing to do until the file changes. */
  | { readonly kind: 'rests' }
  /** Received or refused, but it cannot be moved yet. */
  | { readonly kind: 'archive_later'; readonly error: NavetteError }
  /** To be sent again later. `isServer`: the server is away, it is nothing about this file. */
  | { readonly kind: 'send_later'; readonly error: NavetteError; readonly isServer: boolean }
  /** The destination is closed to this computer: the whole hot folder waits. */
  | { readonly kind: 'closed'; readonly error: NavetteError };
