export type ErrorClass = 'temporary' | 'limited' | 'connection' | 'mapping' | 'document' | 'unknown';
export type Actor = 'client' | 'collaborator' | 'admin' | 'operator' | 'partner' | 'publisher';

/**
 * One failure that a user can meet. `kind` says where: `request` (an answer of the HTTP API), `delivery` (a delivery that
 * failed), `agent` (on the computer of the hot folder), `start` (in the terminal, when the server cannot start).
 */
export interface CatalogueEntry {
  readonly kind: 'request' | 'delivery' | 'agent' | 'start';
  /** For `delivery`, and only there: what the queue does. */
  readonly class?: ErrorClass;
  /** HTTP status, for `request`, and only there. */
  readonly status?: number;
  /** Sentences may hold `{name}` parameters. French ones have no-break spaces (U+00A0) where its typography asks for them. */
  readonly fr: string;
  readonly en: string;
  /** For `delivery`, where the sentences promise another try: what is said of it to a person who tried, whom nothing tries for again. */
  readonly tried?: { readonly fr: string; readonly en: string };
  /** Who can act: the person who reads it, or another. */
  readonly who: Actor;
  /** Whether trying again without changing anything can help. */
  readonly retry: boolean;
}
