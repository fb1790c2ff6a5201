import { z } from 'zod';
import { route, staff } from './route.ts';
import { firmParams, id, page, pageQuery, time } from './shapes.ts';

/** What one gesture put in the bin: a document, or a folder with everything below. */
export const binEntry = z.object({
  id,
  kind: z.enum(['document', 'folder']),
  name: z.string(),
  /** The folder it was in: `/Achats/2026`; `/` for a binder. */
  path: z.string(),
  /** Documents it holds: 1 for a document. */
  documents: z.number().int(),
  deletedAt: time,
  deletedBy: z.string(),
});

const binned = z.object({
  entryIds: z.array(id),
  documents: z.number().int(),
  /** Deliveries that had not left, and now will not. */
  cancelled: z.number().int(),
});

const confirm = { isConfirmed: z.boolean().optional() };
const beforehand =
  'When deliveries would be cancelled, answers 409 `bin_cancels_deliveries` until `isConfirmed`.';

export const binRoutes = {
  binFolder: route('binFolder', {
    method: 'POST',
    path: '/api/v1/firms/:firm/folders/:folder/bin',
    summary: `Puts a folder in the bin with everything below, as one entry. ${beforehand} A folder that a computer deposits into is refused: \`folder_receives\`.`,
    who: staff,
    params: firmParams.extend({ folder: id }),
    body: z.strictObject(confirm),
    answer: binned,
  }),
  binDocuments: route('binDocuments', {
    method: 'POST',
    path: '/api/v1/firms/:firm/documents/bin',
    summary: `Puts documents in the bin, one entry each. ${beforehand}`,
    who: staff,
    params: firmParams,
    body: z.strictObject({ documentIds: z.array(id).min(1).max(1000), ...confirm }),
    answer: binned,
  }),
  listBin: route('listBin', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client/bin',
    summary: 'What a client’s bin holds, last thrown first. `search` looks in the names.',
    who: staff,
    params: firmParams.extend({ client: id }),
    query: z.object({ ...pageQuery, search: z.string().max(200).optional() }),
    answer: page(binEntry),
  }),
  restoreFromBin: route('restoreFromBin', {
    method: 'POST',
    path: '/api/v1/firms/:firm/bin/restore',
    summary:
      'Takes entries out of the bin, to where they were; a folder that is gone is made again, a taken name becomes `name (2)`. What the bin had cancelled leaves again.',
    who: staff,
    params: firmParams,
    body: z.strictObject({ entryIds: z.array(id).min(1).max(1000) }),
    answer: z.object({
      restored: z.array(
        z.object({
          entryId: id,
          kind: binEntry.shape.kind,
          /** Of the document or the folder. */
          id,
          name: z.string(),
          /** The folder it is in now. */
          path: z.string(),
          clientId: id,
          documents: z.number().int(),
        }),
      ),
      /** Deliveries that begin anew. */
      deliveries: z.number().int(),
    }),
  }),
};
