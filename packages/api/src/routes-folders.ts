import { z } from 'zod';
import { admins, everyone, route, staff } from './route.ts';
import { documentType, firmParams, id } from './shapes.ts';

export const folder = z.object({
  id,
  /** `null` for a binder. */
  parentId: id.nullable(),
  name: z.string(),
  path: z.string(),
  /** Whether the caller may rename it, move it and put it in the bin. */
  canChange: z.boolean(),
  /** Documents in this folder and below. */
  documents: z.number().int(),
  undelivered: z.number().int(),
  /** Where a document dropped here would go now. */
  destinations: z.array(z.object({ installationId: id, partner: z.string(), documentType })),
});

/** A rule that took documents from a folder before it changed, and does not any more. */
export const lostRule = z.object({
  ruleId: id,
  installationId: id,
  partner: z.string(),
  /** As written: `/Achats/{millésime}/{mois}`. */
  sourcePath: z.string(),
  documentType,
});

const clientParams = firmParams.extend({ client: id });
const folderParams = firmParams.extend({ folder: id });
const folderName = z.string().trim().min(1).max(1000);

export const folderRoutes = {
  listFolders: route('listFolders', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client/folders',
    summary: 'The whole tree of a client, parents before children. Cheap: made to be asked after each hint.',
    who: [...everyone, 'api_key'],
    scope: 'documents:read',
    params: clientParams,
    answer: z.object({ items: z.array(folder) }),
  }),
  createFolder: route('createFolder', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/folders',
    summary:
      'Creates a folder by its path, with the missing ones above it. The same path again gives the same folder.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: clientParams,
    body: z.strictObject({ path: z.string().min(1).max(2000) }),
    answer: folder,
    status: 201,
  }),
  updateFolder: route('updateFolder', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/folders/:folder',
    summary:
      'Renames a folder, or moves it with everything below within its client (`parentId: null` makes it a binder). When rules lose it, or documents would leave because of it, answers 409 `folder_change_to_confirm` until `isConfirmed`.',
    who: staff,
    params: folderParams,
    body: z.strictObject({
      name: folderName.optional(),
      parentId: id.nullable().optional(),
      isConfirmed: z.boolean().optional(),
    }),
    answer: z.object({
      folder,
      /** Folders whose path changed, this one included. */
      folders: z.number().int(),
      /** Documents in them. */
      documents: z.number().int(),
      rulesLost: z.array(lostRule),
      /** Deliveries that the new path begins. */
      deliveries: z.number().int(),
    }),
  }),
  applyFolderTemplate: route('applyFolderTemplate', {
    method: 'POST',
    path: '/api/v1/firms/:firm/folder-template/apply',
    summary:
      'Adds the folders of the template that clients lack, for the present period. Never removes; what is in a client’s bin does not come back.',
    who: admins,
    params: firmParams,
    answer: z.object({ clients: z.number().int(), folders: z.number().int() }),
  }),
};
