import type { Place } from './id-places.ts';
import type { Sent } from './requests.ts';
import type { RouteKey } from './route-key.ts';
import type { TwoClients } from './two-clients.ts';

/** What somebody limited to one client tries with an id of another. */
export interface ForeignRequest {
  readonly route: RouteKey;
  /** Where the id of what is the other client's stands. `null` for what leads to it without an id. */
  readonly place: Place | null;
  readonly send: (world: TwoClients) => Sent;
  /** `missing`: 404, as if it did not exist · `refused`: any other refusal · `empty`: an answer that holds nothing of it. */
  readonly answer: 'missing' | 'refused' | 'empty';
  /** What an answer that is `empty` may write: the caller's own. */
  readonly writes?: readonly string[];
  /** Who shows that the request is right; the administrator unless said. */
  readonly control?: 'owner' | { readonly none: string };
}
