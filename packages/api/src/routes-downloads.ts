import { z } from 'zod';
import { people, route } from './route.ts';
import { firmParams, id, time } from './shapes.ts';

export const downloadRoutes = {
  prepareDownload: route('prepareDownload', {
    method: 'POST',
    path: '/api/v1/firms/:firm/downloads',
    summary:
      'Prepares a zip of documents, or of a folder with everything below. The address serves the caller alone, for 5 minutes.',
    who: people,
    params: firmParams,
    body: z.strictObject({
      documentIds: z.array(id).min(1).max(10_000).optional(),
      folderId: id.optional(),
    }),
    answer: z.object({
      url: z.string(),
      documents: z.number().int(),
      sizeBytes: z.number().int(),
      expiresAt: time,
    }),
    status: 201,
  }),
  downloadZip: route('downloadZip', {
    method: 'GET',
    path: '/api/v1/firms/:firm/downloads/:download',
    summary:
      'The zip, streamed while it is made; folders are kept, unsafe names made safe, equal ones numbered. Documents whose bytes are missing are listed in a text inside.',
    who: people,
    params: firmParams.extend({ download: id }),
    answerKind: 'bytes',
  }),
};
