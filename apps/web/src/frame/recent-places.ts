import { z } from 'zod';

const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('client'), id: z.string(), name: z.string(), code: z.string().nullable() }),
  z.object({
    kind: z.literal('document'),
    id: z.string(),
    name: z.string(),
    clientId: z.string(),
    clientName: z.string(),
    mediaType: z.string(),
  }),
]);

/** A client or a document that was looked at: enough to go back there. */
export type RecentPlace = z.infer<typeof place>;

const keptPlaces = 8;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Each person of each firm has his own on a computer that several use. */
function keyOf(firm: string, user: string): string {
  return `navette-recent-${firm}-${user}`;
}

/** @returns the places last looked at, the latest first; none when the browser kept none */
export function listRecent(store: Store, firm: string, user: string): RecentPlace[] {
  try {
    const parsed = z.array(place).safeParse(JSON.parse(store.getItem(keyOf(firm, user)) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** Keeps a place as the latest. What the browser refuses to keep is only not offered. */
export function rememberPlace(store: Store, firm: string, user: string, seen: RecentPlace): void {
  const others = listRecent(store, firm, user).filter(({ kind, id }) => kind !== seen.kind || id !== seen.id);
  try {
    store.setItem(keyOf(firm, user), JSON.stringify([seen, ...others].slice(0, keptPlaces)));
  } catch {
    // Private windows and full stores keep nothing.
  }
}
