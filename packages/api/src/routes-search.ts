import { z } from 'zod';
import { people, route } from './route.ts';
import { firmParams, id, time } from './shapes.ts';

export const searchRoutes = {
  searchEverywhere: route('searchEverywhere', {
    method: 'GET',
    path: '/api/v1/firms/:firm/search',
    summary:
      'Finds clients by name or attribute and documents by name, among what the caller sees. Every word must begin a word of the name; accents and case do not count.',
    who: people,
    params: firmParams,
    query: z.object({ query: z.string().max(200) }),
    answer: z.object({
      /** At most 8. */
      clients: z.array(z.object({ id, name: z.string(), code: z.string().nullable() })),
      /** At most 12, newest first. */
      documents: z.array(
        z.object({
          id,
          name: z.string(),
          clientId: id,
          clientName: z.string(),
          folderId: id,
          folderPath: z.string(),
          mediaType: z.string(),
          receivedAt: time,
        }),
      ),
    }),
  }),
};
